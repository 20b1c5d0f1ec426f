/** What a consent permits in a call, and what no consent permits: the table, asked for every combination. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConsentAnswer } from '../../protocol/consent.ts';
import { ask, type Guarded } from '../../server/privacy/guard.ts';
import type { Access, DataCategory, Purpose, Who } from '../../server/privacy/policy.ts';

const YES: ConsentAnswer = { ok: true, record: 'r', version: '2', since: 1 };
const NO: ConsentAnswer = { ok: false, purpose: 'offers', why: 'withdrawn' };

/** Written by hand from the issue: all that a consent lets anyone do with data of a call. */
const PERMITTED = [
  'agent write shown for offers',
  'caller write rating for offers',
  'agent read diagnostics for metadata',
  'agent write diagnostics for metadata',
];

const PURPOSES = ['offers', 'metadata'] as const satisfies readonly Purpose[];
const WHO = ['agent', 'supervisor', 'reviewer', 'caller', 'system'] as const satisfies readonly Who[];
const ACCESS = ['read', 'write'] as const satisfies readonly Access[];
const CATEGORIES = [
  'contact',
  'matter',
  'usage',
  'shown',
  'answers',
  'photo',
  'request',
  'skeleton',
  'finding',
  'diagnostics',
  'rating',
] as const satisfies readonly DataCategory[];

function grants(consents: Guarded['consents']): string[] {
  const granted: string[] = [];
  for (const who of WHO)
    for (const access of ACCESS)
      for (const category of CATEGORIES)
        for (const purpose of PURPOSES) {
          const opening = { session: 's', purpose, until: 2 };
          const asker = { who, controller: 'lmt', own: true, opening };
          const of = { session: 's', controller: 'lmt', ...(consents === undefined ? {} : { consents }) };
          if (ask(asker, purpose, category, access, of, 1).ok) {
            granted.push(`${who} ${access} ${category} for ${purpose}`);
          }
        }
  return granted.sort();
}

describe('what a consent permits in a call', () => {
  it('[CAR-21] exactly four things, each with its own consent in force', () => {
    assert.deepEqual(grants({ offers: YES, metadata: YES }), [...PERMITTED].sort());
    assert.deepEqual(
      grants({ metadata: YES }),
      PERMITTED.filter((line) => line.endsWith('metadata')),
    );
  });

  it('[CAR-21] nothing without, withdrawn, or never asked', () => {
    assert.deepEqual(grants(undefined), []);
    assert.deepEqual(grants({}), []);
    assert.deepEqual(grants({ offers: NO, metadata: NO }), []);
  });

  it('[CAR-21] the refusal says that a consent is missing, and not that it is nobody’s business', () => {
    const asker = { who: 'agent', controller: 'lmt', own: true } as const;
    const of = { session: 's', controller: 'lmt' };
    assert.deepEqual(ask(asker, 'offers', 'shown', 'write', of, 1), { ok: false, code: 'consent_missing' });
    assert.deepEqual(ask(asker, 'offers', 'shown', 'read', of, 1), { ok: false, code: 'purpose_refused' });
  });

  it('[CAR-22] what was said, shown and shared feeds no purpose that rests on consent', () => {
    const content = ['contact', 'matter', 'usage', 'shown', 'answers', 'photo'];
    const fed = grants({ offers: YES, metadata: YES }).filter((line) =>
      content.some((category) => line.includes(` read ${category} `)),
    );
    assert.deepEqual(fed, []);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Asker, ask } from '../../server/privacy/guard.ts';
import {
  type Access,
  type DataCategory,
  POLICY,
  type Purpose,
  type Who,
} from '../../server/privacy/policy.ts';

/** What session content is never used for: the domain's words, and what others call the same. */
const NEVER = ['marketing', 'profiling', 'training', 'research', 'advertising', 'survey', ''];

/** Records whose keys must be every member of a union: a new one does not compile until it stands here. */
const CATEGORIES: Readonly<Record<DataCategory, true>> = {
  contact: true,
  matter: true,
  usage: true,
  shown: true,
  answers: true,
  photo: true,
  skeleton: true,
  finding: true,
  request: true,
  diagnostics: true,
  rating: true,
  email: true,
  mailing: true,
  message: true,
  consent: true,
};
const WHO: Readonly<Record<Who, true>> = {
  agent: true,
  supervisor: true,
  reviewer: true,
  caller: true,
  system: true,
};
const ACCESS: Readonly<Record<Access, true>> = { read: true, write: true };
const keysOf = <K extends string>(record: Readonly<Record<K, true>>) => Object.keys(record) as K[];

// @ts-expect-error no such purpose can even be written down
const _marketing: Purpose = 'marketing';
// @ts-expect-error
const _profiling: Purpose = 'profiling';
// @ts-expect-error
const _training: Purpose = 'training';

describe('what is impossible', () => {
  it('[PRV-8] no category, role, access or state is granted for marketing, profiling or training', () => {
    const opening = { session: 's', until: 2 };
    let asked = 0;
    for (const name of NEVER) {
      // As if somebody had forced it past the compiler.
      const purpose = name as string as Purpose;
      for (const category of keysOf(CATEGORIES)) {
        for (const who of keysOf(WHO)) {
          for (const access of keysOf(ACCESS)) {
            for (const own of [true, false]) {
              for (const endedAt of [undefined, 0]) {
                const asker: Asker = { who, controller: 'lmt', own, opening: { ...opening, purpose } };
                const of = { session: 's', controller: 'lmt', endedAt };
                const what = `${who} ${access} ${category} for ${name}`;
                assert.deepEqual(
                  ask(asker, purpose, category, access, of, 1),
                  { ok: false, code: 'purpose_refused' },
                  what,
                );
                asked += 1;
              }
            }
          }
        }
      }
    }
    assert.equal(asked, 7 * 15 * 5 * 2 * 2 * 2);
  });

  it('[PRV-8] no row of the policy table names such a purpose', () => {
    const purposes: readonly string[] = POLICY.map(({ purpose }) => purpose);
    for (const name of NEVER) assert.ok(!purposes.includes(name), name);
  });

  it('[PRV-3] no row gives a supervisor anything but the skeleton', () => {
    const rows = POLICY.filter(({ who }) => (who as readonly Who[]).includes('supervisor'));
    assert.deepEqual(
      rows.map(({ purpose, category, may }) => [purpose, category, ...may]),
      [['security', 'skeleton', 'read']],
    );
  });
});

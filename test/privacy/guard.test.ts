import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Asker, ask, type Guarded } from '../../server/privacy/guard.ts';
import { dueDates } from '../../server/privacy/periods.ts';
import { type Access, POLICY, type Purpose, RETENTION } from '../../server/privacy/policy.ts';
import type { Restricted } from '../../server/privacy/restricted.ts';

const OPEN = { session: 's', controller: 'lmt' };
const ENDED_AT = Date.UTC(2026, 10, 20, 9);
const ENDED = { ...OPEN, endedAt: ENDED_AT };
const MINUTE = 60_000;

const own = (who: Asker['who']): Asker => ({ who, controller: 'lmt', own: true });

describe('the guard', () => {
  it('[PRV-1] grants what a row allows, and the grant names exactly that', () => {
    const granted = ask(own('agent'), 'assist', 'photo', 'read', OPEN, ENDED_AT);
    assert.ok(granted.ok);
    const { purpose, category, access, controller, session } = granted.grant;
    assert.deepEqual(
      [purpose, category, access, controller, session],
      ['assist', 'photo', 'read', 'lmt', 's'],
    );
  });

  it('[PRV-2] lets the agent read for 30 minutes after the end, and not a moment longer', () => {
    const read = (at: number) => ask(own('agent'), 'wrap-up', 'photo', 'read', ENDED, at).ok;
    assert.equal(read(ENDED_AT + 30 * MINUTE - 1), true);
    assert.equal(read(ENDED_AT + 30 * MINUTE), false);
    assert.equal(ask(own('agent'), 'assist', 'photo', 'read', ENDED, ENDED_AT).ok, false);
  });

  it('[PRV-3] refuses another controller, another agent, and a supervisor who wants content', () => {
    const refused: readonly (readonly [string, Asker])[] = [
      ['another controller', { who: 'agent', controller: 'amigo', own: true }],
      ['another agent', { who: 'agent', controller: 'lmt', own: false }],
      ['another caller', { who: 'caller', controller: 'lmt', own: false }],
      ['a supervisor', { who: 'supervisor', controller: 'lmt', own: false }],
    ];
    for (const [who, asker] of refused) {
      for (const category of ['contact', 'matter', 'shown', 'answers', 'photo'] as const) {
        assert.equal(ask(asker, 'assist', category, 'read', OPEN, 0).ok, false, `${who}: ${category}`);
      }
    }
    const supervisor: Asker = { who: 'supervisor', controller: 'lmt', own: false };
    assert.equal(ask(supervisor, 'security', 'skeleton', 'read', OPEN, 0).ok, true);
  });

  it('[PRV-7] gives a reviewer content only of the session, for the purpose and for the time of an opening', () => {
    const opening = { session: 's', purpose: 'legal-claim', until: ENDED_AT + MINUTE } as const;
    const reviewer: Asker = { who: 'reviewer', controller: 'lmt', own: false };
    const other = { ...ENDED, session: 'another' };
    const read = (
      asker: Asker,
      of = ENDED,
      purpose: typeof opening.purpose | 'assist' = 'legal-claim',
      at = ENDED_AT,
    ) => ask(asker, purpose, 'photo', 'read', of, at).ok;
    assert.equal(read({ ...reviewer, opening }), true);
    assert.equal(read(reviewer), false);
    assert.equal(read({ ...reviewer, own: true }), false);
    assert.equal(read({ ...reviewer, opening }, other), false);
    assert.equal(read({ ...reviewer, opening }, ENDED, 'assist'), false);
    assert.equal(read({ ...reviewer, opening, controller: 'amigo' }), false);
    assert.equal(read({ ...reviewer, opening }, ENDED, 'legal-claim', opening.until), false);
    assert.equal(read({ ...reviewer, opening: { ...opening, purpose: 'compliance-review' } }), false);
    const write = ask({ ...reviewer, opening }, 'legal-claim', 'photo', 'write', ENDED, ENDED_AT);
    assert.equal(write.ok, false);
    assert.equal(ask(reviewer, 'security', 'skeleton', 'read', ENDED, ENDED_AT).ok, true);
  });

  it('[DSR-16] a reviewer reads, for a request, only what is about its subject', () => {
    const of = { ...ENDED, subject: 'hash-of-the-number' };
    const reviewer = { who: 'reviewer', controller: 'lmt', own: false } as const;
    const answering = { ...reviewer, request: { subject: 'hash-of-the-number' } };
    const answer = (
      asker: Asker,
      session: Guarded,
      access: Access = 'read',
      purpose: Purpose = 'subject-request',
    ) => ask(asker, purpose, 'photo', access, session, ENDED_AT).ok;
    assert.equal(answer(answering, of), true);
    assert.equal(answer(reviewer, of), false);
    assert.equal(answer(answering, ENDED), false);
    assert.equal(answer(answering, { ...of, subject: 'hash-of-another' }), false);
    assert.equal(answer({ ...answering, controller: 'amigo' }, of), false);
    assert.equal(answer(answering, of, 'write'), false);
    for (const purpose of ['compliance-review', 'legal-claim', 'assist', 'wrap-up'] as const) {
      assert.equal(answer(answering, of, 'read', purpose), false, purpose);
    }
  });

  it('[DSR-20] a restriction leaves legal claims and the subject’s own requests, an objection stops its purpose', () => {
    const purposes = ['wrap-up', 'compliance-review', 'legal-claim', 'subject-request'] as const;
    const allowed = (restricted: Restricted) =>
      purposes.filter((purpose) => {
        const who = purpose === 'wrap-up' ? 'agent' : 'reviewer';
        const opening = { session: ENDED.session, purpose, until: ENDED_AT + 1 };
        const asker = { who, controller: 'lmt', own: true, opening, request: { subject: 'hash' } } as const;
        const of = { ...ENDED, subject: 'hash', restricted };
        const answer = ask(asker, purpose, 'shown', 'read', of, ENDED_AT);
        assert.ok(answer.ok || answer.code === 'processing_restricted');
        return answer.ok;
      });
    assert.deepEqual(allowed({ all: false, purposes: new Set() }), purposes);
    assert.deepEqual(allowed({ all: true, purposes: new Set(['']) }), ['legal-claim', 'subject-request']);
    assert.deepEqual(
      allowed({ all: false, purposes: new Set(['compliance-review']) }),
      purposes.filter((purpose) => purpose !== 'compliance-review'),
    );
  });

  it('[PRV-4] knows no other purpose than those of the service', () => {
    const purposes = new Set<string>(POLICY.map(({ purpose }) => purpose));
    assert.deepEqual([...purposes].sort(), [
      'assist',
      'compliance-review',
      'consent-proof',
      'guides-by-mail',
      'legal-claim',
      'metadata',
      'offers',
      'security',
      'subject-request',
      'wrap-up',
    ]);
  });
});

describe('retention periods', () => {
  it('[RET-1] are 24 hours, 90 days and 3 years from the end, across daylight saving time and leap years', () => {
    const due = dueDates(Date.UTC(2027, 9, 30, 12));
    assert.deepEqual(due, {
      photos: Date.UTC(2027, 9, 31, 12),
      content: Date.UTC(2028, 0, 28, 12),
      skeleton: Date.UTC(2030, 9, 30, 12),
    });
  });

  it('[RET-2] lie within their limits', () => {
    const days = (iso: string) =>
      Temporal.Duration.from(iso).total({ unit: 'days', relativeTo: '2026-01-01' });
    for (const { what, shortest, period, longest } of RETENTION) {
      assert.ok(days(shortest) <= days(period) && days(period) <= days(longest), what);
    }
  });
});

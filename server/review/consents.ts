/**
 * The register as a reviewer sees it: one number's consents with their records, and counts about nobody. Every look
 * at a number is an entry of the controller's log, without the number.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { ConsentState } from '../../protocol/consent.ts';
import type { ConsentCounts, ConsentsFound, HolderFound } from '../../protocol/consent-desk.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { ConsentRegister, HeldConsents } from '../consent/register.ts';
import { consentText, currentConsent, findConsent } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import type { ConsentStandingRow, Database } from '../database.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { hasRule } from '../privacy/guard.ts';
import type { Reviewer } from '../privacy/holds.ts';

export interface ReviewConsents {
  /** @param number E.164. */
  find(by: Reviewer, number: string): Promise<({ readonly ok: true } & ConsentsFound) | Refusal>;
  /** One subject of this controller, for a receipt or a proof; recorded as well. */
  open(by: Reviewer, subject: string): Promise<({ readonly ok: true } & HeldConsents) | Refusal>;
  /** @param since epoch milliseconds of the oldest change that counts. */
  counts(controller: string, since: number): Promise<ConsentCounts>;
}

export interface ReviewConsentsDeps {
  readonly database: Database;
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'holders'>;
  readonly log: ControllerLog;
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly clock: Clock;
}

/** Rows counted at a time: SQLite answers at once, and everyone else waits meanwhile. */
const AT_ONCE = 2000;

export function createReviewConsents(deps: ReviewConsentsDeps): ReviewConsents {
  const { database, content, register, log, lookupKey, clock } = deps;
  const mayRead = () => hasRule('consent-proof', 'consent', 'read', 'reviewer');

  function titleOf(controller: string, purpose: string, version: string): string {
    const text =
      findConsent(content, controller, purpose, version) ?? currentConsent(content, controller, purpose);
    return text ? consentText(content, text, 'lv').title : purpose;
  }

  function tell(controller: string, held: HeldConsents): HolderFound {
    const { subject, endedAt, standing, records } = held;
    return {
      subject,
      ...(endedAt === undefined ? {} : { endedAt }),
      standing: standing.map(({ record: _, ...one }) => ({
        ...one,
        title: titleOf(controller, one.purpose, one.version),
      })),
      // The head of the stream is its first entry.
      records: records
        .map((record, place) => ({
          ...record,
          seq: place + 2,
          title: titleOf(controller, record.purpose, record.version),
        }))
        .toReversed(),
    };
  }

  return {
    async find({ id: staff, controller }, number) {
      if (!mayRead()) return refuse('purpose_refused');
      const numberHash = lookupHash(lookupKey(controller), 'number', number);
      const holders = await register.holders(controller, { numberHash });
      const [first] = holders;
      const about = first ? { subject: first.subject } : {};
      const event = { type: 'ConsentsViewed', what: 'history', ...about } as const;
      await log.append(controller, { kind: 'reviewer', staff }, [event]);
      return { ok: true, holders: holders.map((held) => tell(controller, held)) };
    },

    async open({ id: staff, controller }, subject) {
      if (!mayRead()) return refuse('purpose_refused');
      const [held] = await register.holders(controller, { subject });
      if (!held) return refuse('not_found');
      const event = { type: 'ConsentsViewed', what: 'receipt', subject } as const;
      await log.append(controller, { kind: 'reviewer', staff }, [event]);
      return { ok: true, ...held };
    },

    async counts(controller, since) {
      const [now, changes] = [await countStanding(controller), await countChanges(controller, since)];
      return { now, changes };
    },
  };

  async function countStanding(controller: string): Promise<ConsentCounts['now']> {
    const at = clock.now();
    const counts = createCounts<ConsentCounts['now'][number]>();
    for (let after = { numberHash: '', purpose: '', channel: '' }; ; await turn()) {
      const rows = await database
        .selectFrom('consent_standing')
        .selectAll()
        .where('controller', '=', controller)
        .where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('number_hash', 'purpose', 'channel'),
            '>',
            tuple(after.numberHash, after.purpose, after.channel as ConsentStandingRow['channel']),
          ),
        )
        .orderBy('number_hash')
        .orderBy('purpose')
        .orderBy('channel')
        .limit(AT_ONCE)
        .execute();
      for (const row of rows) {
        const { purpose, channel } = row;
        const state = stateOf(content, row, at);
        counts.add({ purpose, ...(channel === '' ? {} : { channel }), state });
      }
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) return counts.all();
      after = { numberHash: last.number_hash, purpose: last.purpose, channel: last.channel };
    }
  }

  async function countChanges(controller: string, since: number): Promise<ConsentCounts['changes']> {
    const counts = createCounts<ConsentCounts['changes'][number]>();
    for (let before = Number.MAX_SAFE_INTEGER; ; await turn()) {
      const rows = await database
        .selectFrom('consent_change')
        .select(['n', 'purpose', 'change', 'method', 'recorded_at'])
        .where('controller', '=', controller)
        .where('n', '<', before)
        .orderBy('n', 'desc')
        .limit(AT_ONCE)
        .execute();
      for (const { purpose, change, method, recorded_at } of rows) {
        if (recorded_at < since) continue;
        counts.add({ day: new Date(recorded_at).toISOString().slice(0, 10), purpose, change, method });
      }
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE || last.recorded_at < since) return counts.all();
      before = last.n;
    }
  }
}

/** In the order in which they first came up. */
function createCounts<Line extends { readonly count: number }>() {
  const lines = new Map<string, { readonly of: Omit<Line, 'count'>; count: number }>();
  return {
    add(of: Omit<Line, 'count'>): void {
      const name = JSON.stringify(of);
      const line = lines.get(name);
      if (line) line.count += 1;
      else lines.set(name, { of, count: 1 });
    },
    all: () => [...lines.values()].map(({ of, count }) => ({ ...of, count }) as unknown as Line),
  };
}

/** What a row comes to now: limits run out and purposes are retired without anyone writing. */
function stateOf(content: Content, row: ConsentStandingRow, now: number): ConsentState {
  if (row.state !== 'in-force' && row.state !== 'retired') return row.state;
  if (row.valid_until !== null && row.valid_until <= now) return 'expired';
  return currentConsent(content, row.controller, row.purpose) ? 'in-force' : 'retired';
}

/**
 * Telling systems of changes by calling them. The change itself, committed with its record, is what a killed server
 * finds again: from it a row for each system that is to be told, tried again under the same id until it is answered.
 * Of one subject nothing is told before what came earlier; a system that fails for one subject is still told of the
 * others. After the last try a row is dead: it lets the later ones of its subject pass, and waits for the operator.
 */

import type { ConsentSystemKeyRow, ConsentWebhookRow, Database } from '../database.ts';
import type { Clock, WebhookSender } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { signatureOf } from '../telephony/signature.ts';
import { type Change, type Changes, concerns } from './changes.ts';
import type { SystemSecrets } from './secrets.ts';
import type { System, Systems } from './systems.ts';

export interface ConsentWebhooks {
  /** Queues what is new and tells what is due. A system that is slow to answer keeps no other one waiting. */
  pump(): Promise<void>;
  /** Begins no further call, and waits for those under way. */
  close(): Promise<void>;
}

export interface ConsentWebhooksDeps {
  readonly database: Database;
  readonly systems: Pick<Systems, 'all' | 'keysOf'>;
  readonly changes: Changes;
  readonly secrets: SystemSecrets;
  readonly sender: WebhookSender;
  readonly log: Pick<ControllerLog, 'append'>;
  readonly clock: Clock;
  /** Wall clock, also in a demo whose time was moved: the receiver checks the signature by it. */
  readonly wall: Clock;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits before the next try, in milliseconds: about a day in all. */
const BACKOFF = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 15 * HOUR];
const AT_ONCE = 8;
const PAGE = 500;

export function createConsentWebhooks(deps: ConsentWebhooksDeps): ConsentWebhooks {
  const { database, systems, changes, secrets, sender, log, clock, wall, newId, onFault } = deps;
  /** Systems that are being served, and those for whom something came meanwhile. */
  const serving = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let closed = false;

  /** Rows for what came since; in one transaction with how far that was, so that a kill makes no gap and no repeat. */
  async function queueNew(system: System): Promise<void> {
    for (;;) {
      const { queued_to: place } = await database
        .selectFrom('consent_system')
        .select('queued_to')
        .where('id', '=', system.id)
        .executeTakeFirstOrThrow();
      const rows = await changes.after(system, place, PAGE);
      const last = rows.at(-1)?.n;
      if (last === undefined) return;
      const due = { state: 'queued', attempts: 0, next_at: clock.now(), last_answer: '' } as const;
      const queued = rows
        .filter((row) => concerns(system, row))
        .map(({ n, subject }): ConsentWebhookRow => {
          return {
            id: newId(),
            controller: system.controller,
            system: system.id,
            subject,
            change: n,
            ...due,
          };
        });
      await database.transaction().execute(async (transaction) => {
        if (queued.length > 0) await transaction.insertInto('consent_webhook').values(queued).execute();
        const done = transaction.updateTable('consent_system').set({ queued_to: last });
        await done.where('id', '=', system.id).execute();
      });
    }
  }

  /** The first of each subject that is due. */
  const due = (system: System) =>
    database
      .selectFrom('consent_webhook as one')
      .selectAll('one')
      .where('one.system', '=', system.id)
      .where('one.state', '=', 'queued')
      .where('one.next_at', '<=', clock.now())
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('consent_webhook as earlier')
              .select('earlier.id')
              .whereRef('earlier.system', '=', 'one.system')
              .whereRef('earlier.subject', '=', 'one.subject')
              .where('earlier.state', '=', 'queued')
              .whereRef('earlier.change', '<', 'one.change'),
          ),
        ),
      )
      .orderBy('one.change')
      .limit(AT_ONCE)
      .execute();

  /** @returns whether it was answered. */
  async function tell(system: System, row: ConsentWebhookRow): Promise<boolean> {
    const change = await changes.one(system, row.change);
    if (!change || system.webhook === undefined) return settle(row);
    const keys = await systems.keysOf(system.id);
    // Without a key there is no signature: it waits until the operator has made one.
    if (keys.length === 0) return retry(system, row, 'the system has no key that is valid', change.record);
    try {
      const call = callOf(system, row, keys, await changes.tell(system, change));
      const answer = await sender.send({ url: system.webhook, ...call });
      return answer.ok ? settle(row) : retry(system, row, answer.why, change.record);
    } catch (error) {
      // One change that cannot be read must not stop the others.
      onFault(error);
      return retry(system, row, 'the change could not be read', change.record);
    }
  }

  function callOf(
    { controller }: System,
    { id }: ConsentWebhookRow,
    keys: readonly ConsentSystemKeyRow[],
    change: Change,
  ) {
    const body = JSON.stringify({ id, type: 'consent.changed', controller, ...change });
    // While a new key takes over both sign, so that the receiver can change its secret when it wants.
    const signatures = keys.map((key) => {
      const secret = secrets.signingSecret(controller, key.id);
      return `k=${key.id},${signatureOf(secret, body, wall.now())}`;
    });
    const type = { 'content-type': 'application/json' };
    return { body, headers: { ...type, 'zvana-delivery': id, 'zvana-signature': signatures.join(' ') } };
  }

  async function settle({ id }: ConsentWebhookRow): Promise<boolean> {
    await database.deleteFrom('consent_webhook').where('id', '=', id).execute();
    return true;
  }

  async function retry(
    system: System,
    row: ConsentWebhookRow,
    why: string,
    record: string,
  ): Promise<boolean> {
    const { id, attempts } = row;
    const wait = BACKOFF[attempts];
    const tried = { attempts: attempts + 1, last_answer: why };
    const change = database.updateTable('consent_webhook').where('id', '=', id);
    if (wait !== undefined) {
      await change.set({ ...tried, next_at: clock.now() + wait }).execute();
      return false;
    }
    const dead = change.set({ ...tried, state: 'dead' }).compile();
    const event = { type: 'ConsentWebhookGivenUp', system: system.id, record } as const;
    await log.append(system.controller, { kind: 'system' }, [event], [dead]);
    onFault(new Error(`webhook of ${system.controller}, ${system.name}: given up: ${why}`));
    return false;
  }

  /** Goes on while the system answers; what fails has its own time to come. */
  async function serve(system: System): Promise<void> {
    await queueNew(system);
    while (!closed) {
      const rows = await due(system);
      const told = await Promise.all(rows.map((row) => tell(system, row)));
      if (!told.includes(true)) return;
    }
  }

  /** One after the other for each system: two at once would tell a change twice. */
  async function serveInTurn(system: System): Promise<void> {
    try {
      do await serve(system);
      while (again.delete(system.id) && !closed);
    } catch (error) {
      onFault(error);
    } finally {
      again.delete(system.id);
      serving.delete(system.id);
    }
  }

  function begin(system: System): Promise<void> {
    const known = serving.get(system.id);
    if (known) again.add(system.id);
    const served = known ?? serveInTurn(system);
    serving.set(system.id, served);
    return served;
  }

  return {
    async pump() {
      const callable = (await systems.all()).filter(({ webhook }) => webhook !== undefined);
      if (!closed) await Promise.all(callable.map(begin));
    },
    async close() {
      closed = true;
      await Promise.all(serving.values());
    },
  };
}

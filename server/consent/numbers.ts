/**
 * Carries out the operator's lists of numbers that were ported or reassigned: every consent of the old holder ends,
 * and whoever is signed in with the number on the subject's page is signed out. A list is remembered by its content
 * once every line was carried out; one that was cut short is carried out again, and no line of it twice.
 */
import type { Database } from '../database.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock, NumberChanges } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { type NumberChange, readNumberList } from './number-file.ts';
import type { ConsentRegister } from './register.ts';

export interface NumbersDeps {
  readonly database: Database;
  readonly feed: NumberChanges;
  readonly register: Pick<ConsentRegister, 'endHolder'>;
  /** Ends what a code by SMS to this number opened. */
  readonly signOut: (controller: string, numberHash: string) => Promise<void>;
  readonly controllers: readonly string[];
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly log: ControllerLog;
  readonly clock: Clock;
  /** Told once of each list that was refused. */
  readonly alarm: (trouble: { readonly file: string; readonly fault: string }) => void;
  readonly onFault: (error: unknown) => void;
}

/** Lines named in the log of a list that was refused. */
const NAMED = 20;

/** One round. @returns how many holders were ended. */
export type PollNumbers = () => Promise<number>;

export function createNumbers(deps: NumbersDeps): PollNumbers {
  const { database, feed, register, signOut, controllers, lookupKey, log, clock, alarm, onFault } = deps;

  async function carryOut(controller: string, change: NumberChange): Promise<boolean> {
    const { number, day, kind, by } = change;
    const numberHash = lookupHash(lookupKey(controller), 'number', number);
    const ended = await register.endHolder(
      { controller, number },
      {
        method: 'feed',
        assurance: 'operator',
        language: 'lv',
        at: by,
        source: `number ${day} ${kind} ${numberHash}`,
        reason: kind,
      },
    );
    await signOut(controller, numberHash);
    return ended;
  }

  async function take(controller: string, name: string, hash: string): Promise<number> {
    const list = readNumberList(await feed.read(controller, name));
    if (list.kind === 'unfinished') return 0;
    if (list.kind === 'malformed') {
      const named = list.lines.slice(0, NAMED).join(', ');
      const fault = `${list.lines.length} of its lines are none: ${named}`;
      alarm({ file: name, fault });
      await remember(controller, name, hash, { lines: 0, holders: 0, fault });
      return 0;
    }
    let holders = 0;
    for (const change of list.changes) if (await carryOut(controller, change)) holders += 1;
    await remember(controller, name, hash, { lines: list.changes.length, holders, fault: '' });
    return holders;
  }

  function remember(
    controller: string,
    name: string,
    hash: string,
    { lines, holders, fault }: { lines: number; holders: number; fault: string },
  ): Promise<void> {
    const row = { controller, hash, name, lines, fault, at: clock.now() };
    const event = {
      type: 'NumbersChanged',
      file: hash,
      lines,
      holders,
      ...(fault === '' ? {} : { fault }),
    } as const;
    const also = [database.insertInto('number_file').values(row).compile()];
    return log.append(controller, { kind: 'system' }, [event], also);
  }

  async function known(controller: string, hash: string): Promise<boolean> {
    const row = await database
      .selectFrom('number_file')
      .select('at')
      .where('controller', '=', controller)
      .where('hash', '=', hash)
      .executeTakeFirst();
    return row !== undefined;
  }

  return async () => {
    let ended = 0;
    for (const controller of controllers) {
      try {
        for (const { name, hash } of await feed.list(controller)) {
          if (!(await known(controller, hash))) ended += await take(controller, name, hash);
        }
      } catch (error) {
        onFault(error);
      }
    }
    return ended;
  };
}

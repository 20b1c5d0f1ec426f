/**
 * The controller's own stream: whatever outlives a session, or is about none. Grants and refusals, erasure
 * certificates, holds, changes of periods. Sealed and chained like a session's log.
 */
import * as v from 'valibot';
import type { ControllerEvent, ControllerRecorded } from '../../protocol/controller-events.ts';
import type { EntryRow } from '../database.ts';
import { openEntry } from '../ledger/entry.ts';
import { controllerLogKeyId, type Keys } from '../ledger/keys.ts';
import type { Ledger, Opened, OpenStream } from '../ledger/ledger.ts';
import type { Clock, Statement } from '../ports.ts';

export interface ControllerActor {
  readonly kind: ControllerRecorded['by'];
  /** Account id; absent for callers and the system. */
  readonly staff?: string;
}

export interface ControllerLog {
  /** Resolves when durable, with whatever rows must change together with the events. */
  append(
    controller: string,
    actor: ControllerActor,
    events: readonly ControllerEvent[],
    also?: readonly Statement[],
  ): Promise<void>;
  /** Opens entries that were found by their lines in `controller_entry`. */
  openRows(controller: string, rows: readonly EntryRow[]): Promise<readonly ControllerRecorded[]>;
  /** Events after a sequence, in order. */
  read(controller: string, after: number): Promise<readonly ControllerRecorded[]>;
}

export const controllerStream = (controller: string): string => `controller:${controller}`;

const VERSION = 1;
const Envelope = v.object({ v: v.literal(VERSION), e: v.looseObject({ type: v.string() }) });

export function createControllerLog(deps: {
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly clock: Clock;
}): ControllerLog {
  const { ledger, keys, clock } = deps;
  const streams = new Map<string, Promise<OpenStream>>();

  async function open(controller: string): Promise<OpenStream> {
    const key = await keys.controllerLog(controller);
    const id = controllerStream(controller);
    return (
      (await ledger.resume(id, key)) ?? ledger.newStream(id, controller, controllerLogKeyId(controller), key)
    );
  }

  /** A stream that broke, or that the operator's command line wrote on meanwhile, is opened anew. */
  async function streamOf(controller: string): Promise<OpenStream> {
    const known = streams.get(controller);
    if (known && !(await known).broken) return known;
    const opening = open(controller);
    streams.set(controller, opening);
    opening.catch(() => streams.delete(controller));
    return opening;
  }

  return {
    async append(controller, actor, events, also = []) {
      const at = clock.now();
      const entries = events.map((event) => ({
        at,
        type: event.type,
        role: actor.kind,
        staff: actor.staff ?? '',
        payload: JSON.stringify({ v: VERSION, e: event }),
      }));
      const write = async () => {
        const stream = await streamOf(controller);
        const index = events.map((event, place) => indexed(stream, stream.seq + place + 1, at, actor, event));
        await ledger.append(stream, entries, [...index, ...also]);
      };
      try {
        await write();
      } catch {
        // Once more from what is durable; a fault that lasts is thrown from here.
        streams.delete(controller);
        await write();
      }
    },
    async openRows(controller, rows) {
      const key = await keys.controllerLog(controller);
      return rows.map((row) => recordedFrom({ row, payload: openEntry(key, controller, row) }));
    },
    async read(controller, after) {
      return (await ledger.read(await streamOf(controller), after)).map(recordedFrom);
    },
  };
}

function recordedFrom({ row, payload }: Opened): ControllerRecorded {
  const { e } = v.parse(Envelope, JSON.parse(payload));
  return {
    seq: row.seq,
    at: row.at,
    by: row.role as ControllerRecorded['by'],
    ...(row.staff === '' ? {} : { staff: row.staff }),
    // Of this service's own making: its seal has just been checked.
    event: e as unknown as ControllerEvent,
  };
}

/**
 * The entry's line in `controller_entry`, by which the reviewer finds it. Entries of one append stand one after the
 * other, so the stream's last place tells this one's.
 */
function indexed(
  { id, controller }: OpenStream,
  seq: number,
  at: number,
  actor: ControllerActor,
  event: ControllerEvent,
): Statement {
  const session = 'session' in event && typeof event.session === 'string' ? event.session : '';
  return {
    sql: `INSERT INTO controller_entry SELECT ?, ?, ?, ?, ?, ?, last - (seq - ?) FROM stream WHERE id = ?`,
    parameters: [controller, seq, at, event.type, actor.staff ?? '', session, seq, id],
  };
}

/** How an event is written into an entry and read back. */
import type { Actor, Recorded, SessionEvent } from '../../protocol/events.ts';
import type { NewEntry, Opened } from '../ledger/ledger.ts';

/**
 * Version of the events' shape. When a shape changes, raise it and lift older payloads in `upcast`: logs outlive
 * releases.
 */
const EVENT_VERSION = 1;

interface Payload {
  readonly v: number;
  /** The client's command id, so that a repeat is recognised after a restart too. */
  readonly c?: string;
  readonly e: SessionEvent;
}

export function toEntry(
  event: SessionEvent,
  actor: Actor,
  at: number,
  command: string | undefined,
  object: Uint8Array | undefined,
): NewEntry {
  const payload: Payload = { v: EVENT_VERSION, ...(command === undefined ? {} : { c: command }), e: event };
  return {
    at,
    type: event.type,
    role: actor.kind,
    staff: actor.kind === 'agent' ? actor.staff : '',
    payload: JSON.stringify(payload),
    ...(object === undefined ? {} : { object }),
  };
}

export interface ReadBack {
  readonly recorded: Recorded;
  readonly command?: string;
}

/** Reads an entry of this service's own making: its seal has just been checked. */
export function fromEntry({ row, payload }: Opened): ReadBack {
  const { e: event, c: command } = upcast(JSON.parse(payload) as Payload);
  const recorded: Recorded = { seq: row.seq, at: row.at, by: row.role as Actor['kind'], event };
  return command === undefined ? { recorded } : { recorded, command };
}

function upcast(payload: Payload): Payload {
  if (payload.v !== EVENT_VERSION) {
    throw new Error(`an event of version ${payload.v} was written by a newer release`);
  }
  return payload;
}

/**
 * The controller's own stream: whatever outlives a session, or is about none. Grants and refusals, erasure
 * certificates, holds, changes of periods. Sealed and chained like a session's log.
 */
import * as v from 'valibot';
import type { ControllerEvent, ControllerRecorded } from '../../protocol/controller-events.ts';
import { controllerLogKeyId, type Keys } from '../ledger/keys.ts';
import type { Ledger, OpenStream } from '../ledger/ledger.ts';
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
      try {
        await ledger.append(await streamOf(controller), entries, also);
      } catch {
        // Once more from what is durable; a fault that lasts is thrown from here.
        streams.delete(controller);
        await ledger.append(await streamOf(controller), entries, also);
      }
    },
    async read(controller, after) {
      const opened = await ledger.read(await streamOf(controller), after);
      return opened.map(({ row, payload }) => {
        const { e } = v.parse(Envelope, JSON.parse(payload));
        return {
          seq: row.seq,
          at: row.at,
          by: row.role as ControllerRecorded['by'],
          ...(row.staff === '' ? {} : { staff: row.staff }),
          // Of this service's own making: its seal has just been checked.
          event: e as unknown as ControllerEvent,
        };
      });
    },
  };
}

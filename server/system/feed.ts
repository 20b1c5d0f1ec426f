/**
 * The feed of changes: a system asks for what came after its cursor, a page at a time, and can wait for the next one.
 * A cursor is sealed: it belongs to one system, and does not tell how much happens at other controllers.
 */
import { openText, sealText } from '../ledger/blob.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import { type Change, type Changes, concerns } from './changes.ts';
import type { SystemSecrets } from './secrets.ts';
import type { System } from './systems.ts';

export interface Page {
  readonly changes: readonly Change[];
  /** Cursor after the last of them. */
  readonly next: string;
  /** Whether there is more at once. */
  readonly more: boolean;
}

export interface Feed {
  /**
   * @param cursor absent: from the beginning
   * @param wait milliseconds to wait for a change when there is none
   * @returns undefined when the cursor is none of this system's
   */
  read(
    system: System,
    cursor: string | undefined,
    options: { readonly limit: number; readonly wait: number; readonly gone: AbortSignal },
  ): Promise<Page | undefined>;
  /** A change of this controller became durable. */
  ring(controller: string): void;
  /** Nobody waits any longer. */
  close(): void;
}

export interface FeedDeps {
  readonly changes: Changes;
  readonly log: Pick<ControllerLog, 'append'>;
  readonly secrets: SystemSecrets;
}

const CONTEXT = 'consent-feed-cursor';

export function createFeed({ changes, log, secrets }: FeedDeps): Feed {
  const waiting = new Map<() => void, string>();
  let closed = false;

  const keyOf = ({ controller, id }: System) => secrets.cursorKey(controller, id);
  const seal = (system: System, place: number) =>
    Buffer.from(sealText(keyOf(system), CONTEXT, String(place))).toString('base64url');

  function placeOf(system: System, cursor: string | undefined): number | undefined {
    if (cursor === undefined) return 0;
    try {
      return Number(openText(keyOf(system), CONTEXT, Buffer.from(cursor, 'base64url')));
    } catch {
      return undefined;
    }
  }

  /** `rung` resolves with a change of the controller, when the time is over, or whoever waits has gone. */
  function listen(controller: string, wait: number, gone: AbortSignal) {
    const { promise: rung, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, wait);
    const wake = () => resolve();
    gone.addEventListener('abort', wake, { once: true });
    waiting.set(wake, controller);
    if (wait === 0 || closed || gone.aborted) resolve();
    const stop = () => {
      clearTimeout(timer);
      gone.removeEventListener('abort', wake);
      waiting.delete(wake);
    };
    return { rung, stop };
  }

  return {
    async read(system, cursor, { limit, wait, gone }) {
      const place = placeOf(system, cursor);
      if (place === undefined) return undefined;
      // Listening before looking: a change between the two would be waited for in vain.
      const bell = listen(system.controller, wait, gone);
      let rows = await changes.after(system, place, limit);
      if (rows.length === 0) {
        await bell.rung;
        rows = await changes.after(system, place, limit);
      }
      bell.stop();
      const told = await Promise.all(
        rows.filter((row) => concerns(system, row)).map((row) => changes.tell(system, row)),
      );
      if (told.length > 0) {
        const event = { type: 'ConsentChangesRead', system: system.id, changes: told.length } as const;
        await log.append(system.controller, { kind: 'system' }, [event]);
      }
      return {
        changes: told,
        next: seal(system, rows.at(-1)?.n ?? place),
        more: rows.length === limit,
      };
    },
    ring(controller) {
      for (const [wake, of] of waiting) if (of === controller) wake();
    },
    close() {
      closed = true;
      for (const wake of waiting.keys()) wake();
    },
  };
}

/**
 * Sends one photo until there is a definite answer. Each try carries the same photo id, so the server stores
 * it once however often the network changes in the middle.
 */
import type { ErrorCode } from '../../protocol/errors.ts';

export interface Upload {
  readonly photo: string;
  readonly jpeg: Blob;
  /** Version of the reminder that was confirmed. */
  readonly confirmed: string;
  readonly request?: string;
}

/** What one try came to; `lost` when no answer came. */
export type Try =
  | { readonly kind: 'stored' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly sentence: string }
  | { readonly kind: 'lost' };

export interface SendTools {
  tryOnce(
    upload: Upload,
    onPercent: (percent: number) => void,
  ): { readonly done: Promise<Try>; abort(): void };
  /** Resolves after a while, or at once when the network is back. */
  pause(milliseconds: number): Promise<void>;
}

export interface SendListeners {
  onPercent(percent: number): void;
  /** The photo is kept and waits for the network. */
  onWaiting(): void;
}

/** Refusals that a later try can change: nothing of the photo has been judged. */
const WORTH_TRYING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'too_many_requests',
  'store_unavailable',
  'commit_failed',
  'not_ready',
  'picture_worker_failed',
  'picture_timeout',
  'internal_error',
]);
const SERVER_TRIES = 4;
const LONGEST_PAUSE = 15_000;

export interface Sending {
  readonly done: Promise<Exclude<Try, { kind: 'lost' }> | { readonly kind: 'stopped' }>;
  stop(): void;
}

export function sendPhoto(upload: Upload, tools: SendTools, listeners: SendListeners): Sending {
  let stopped = false;
  let abort: () => void = () => undefined;

  async function run(): Promise<Awaited<Sending['done']>> {
    let refusals = 0;
    for (let tries = 0; ; tries += 1) {
      if (stopped) return { kind: 'stopped' };
      const attempt = tools.tryOnce(upload, listeners.onPercent);
      abort = attempt.abort;
      const result = await attempt.done;
      if (stopped) return { kind: 'stopped' };
      if (result.kind === 'stored') return result;
      if (result.kind === 'refused') {
        refusals += 1;
        if (!WORTH_TRYING.has(result.code) || refusals === SERVER_TRIES) return result;
      }
      listeners.onWaiting();
      await tools.pause(Math.min(LONGEST_PAUSE, 1000 * 2 ** tries));
    }
  }

  return {
    done: run(),
    stop: () => {
      stopped = true;
      abort();
    },
  };
}

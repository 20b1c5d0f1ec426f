/**
 * Turns what a stranger sent into pictures that are safe to store and show: checked by magic bytes, decoded
 * and re-encoded in confined worker processes. A worker that dies, hangs or eats memory costs the one picture
 * it had, is replaced, and the queue goes on.
 */
import { availableParallelism } from 'node:os';
import { type ErrorCode, type Refusal, refuse } from '../../protocol/errors.ts';
import { pictureType } from './magic.ts';
import type { CleanJob, MarkJob, Reply, Tile, Variant } from './worker-messages.ts';
import { type PictureWorker, startWorker, type WorkerFailure, type WorkerLimits } from './worker-process.ts';

export interface SanitiserOptions extends Partial<WorkerLimits> {
  /** Bytes of a picture as sent. */
  readonly maxBytes?: number;
  readonly maxPixels?: number;
  /** Longest side of the stored picture, in pixels. */
  readonly maxSide?: number;
  /** JPEG quality, 1 to 100. */
  readonly quality?: number;
  /** Worker processes at most. */
  readonly workers?: number;
  /** Pictures after which a worker is replaced, so that a slow leak in native code stays small. */
  readonly recycleAfter?: number;
  /** Pictures that may wait; each is held in memory. */
  readonly maxQueued?: number;
  /** Another worker file; tests of the limits start workers that misbehave. */
  readonly workerFile?: string;
}

/** The largest variant first, then the wanted widths that are smaller than it. */
export interface Sanitised {
  readonly ok: true;
  readonly variants: readonly [Variant, ...Variant[]];
}

export interface Sanitiser {
  /** `widths`: of the smaller variants wanted, in pixels. */
  sanitise(bytes: Uint8Array, wanted: { readonly widths: readonly number[] }): Promise<Sanitised | Refusal>;
  /** Burns a mark into a picture of ours. Nothing is stored; without an answer there is nothing to show. */
  mark(bytes: Uint8Array, tile: Tile): Promise<Sanitised | Refusal>;
  /** False after a worker did not start, until one does. */
  ready(): boolean;
  /** Starts a worker if none is warm; rejects with the reason when it does not come up. */
  check(): Promise<void>;
  /** Stops the workers; whatever waits is refused. */
  close(): Promise<void>;
}

const DEFAULTS = {
  maxBytes: 12_000_000,
  /** 64 binary megapixels: sensors sold as "64 MP" give 9,248 x 6,936, which is a little over 64,000,000. */
  maxPixels: 64 * 2 ** 20,
  maxSide: 2_048,
  quality: 80,
  workers: Math.min(2, availableParallelism()),
  recycleAfter: 200,
  maxQueued: 32,
  timeLimit: 10_000,
  /** The heaviest photo within `maxPixels` (64 megapixels, progressive, 4:4:4) was measured at 560 MB. */
  memoryLimit: 768 * 2 ** 20,
  startLimit: 10_000,
};

const FAILURE_CODES = {
  timeout: 'picture_timeout',
  memory: 'picture_worker_failed',
  died: 'picture_worker_failed',
  nonsense: 'picture_worker_failed',
} as const satisfies Record<WorkerFailure, ErrorCode>;

type Work = Omit<CleanJob, 'id'> | Omit<MarkJob, 'id'>;

interface Waiting {
  readonly work: Work;
  readonly done: (outcome: Sanitised | Refusal) => void;
}

/** A place for a worker; empty until there is work for it. */
interface Lane {
  worker?: PictureWorker;
  served: number;
  busy: boolean;
}

export function createSanitiser(options: SanitiserOptions = {}): Sanitiser {
  const settings = { ...DEFAULTS, ...options };
  const lanes: Lane[] = Array.from({ length: settings.workers }, () => ({ served: 0, busy: false }));
  const queue: Waiting[] = [];
  let lastId = 0;
  let startFailed = false;
  let closed = false;

  async function workerOf(lane: Lane): Promise<PictureWorker> {
    // An idle worker can have been ended from outside; the next picture must not pay for that.
    if (lane.worker && !lane.worker.alive()) await retire(lane);
    lane.worker ??= startWorker(settings, settings.workerFile);
    const worker = lane.worker;
    try {
      await worker.started;
      startFailed = false;
      return worker;
    } catch (error) {
      startFailed = true;
      delete lane.worker;
      throw error;
    }
  }

  async function attempt(lane: Lane, { work: wanted }: Waiting): Promise<Sanitised | Refusal> {
    try {
      const worker = await workerOf(lane);
      lastId += 1;
      return await outcomeOf(lane, worker.run({ id: lastId, ...wanted }));
    } catch {
      return refuse('picture_worker_failed');
    }
  }

  async function outcomeOf(
    lane: Lane,
    running: ReturnType<PictureWorker['run']>,
  ): Promise<Sanitised | Refusal> {
    const reply = await running;
    lane.served += 1;
    if ('failure' in reply || lane.served >= settings.recycleAfter) await retire(lane);
    return 'failure' in reply ? refuse(FAILURE_CODES[reply.failure]) : fromReply(reply);
  }

  async function work(lane: Lane): Promise<void> {
    lane.busy = true;
    for (let next = queue.shift(); next; next = queue.shift()) next.done(await attempt(lane, next));
    lane.busy = false;
  }

  function enqueue(wanted: Work): Promise<Sanitised | Refusal> {
    if (closed || queue.length >= settings.maxQueued) return Promise.resolve(refuse('picture_worker_failed'));
    const { promise, resolve } = Promise.withResolvers<Sanitised | Refusal>();
    queue.push({ work: wanted, done: resolve });
    const free = lanes.find((lane) => !lane.busy && lane.worker) ?? lanes.find((lane) => !lane.busy);
    if (free) void work(free);
    return promise;
  }

  const { maxPixels, maxSide, quality } = settings;
  return {
    sanitise(bytes, { widths }) {
      if (bytes.length > settings.maxBytes) return Promise.resolve(refuse('picture_too_large'));
      const type = pictureType(bytes);
      if (!type.ok) return Promise.resolve(type);
      return enqueue({ bytes, widths, maxPixels, maxSide, quality });
    },
    mark: (bytes, mark) => enqueue({ bytes, mark, maxPixels, quality }),
    ready: () => !closed && !startFailed,
    async check() {
      const lane = lanes.find((each) => each.worker) ?? lanes[0];
      if (closed || !lane) throw new Error('the sanitiser is closed');
      await workerOf(lane);
    },
    async close() {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.done(refuse('picture_worker_failed'));
      await Promise.all(lanes.map(retire));
    },
  };
}

async function retire(lane: Lane): Promise<void> {
  const { worker } = lane;
  delete lane.worker;
  lane.served = 0;
  await worker?.stop();
}

function fromReply(reply: Reply): Sanitised | Refusal {
  if (!reply.ok) return refuse(reply.code);
  const [largest, ...smaller] = reply.variants;
  return largest ? { ok: true, variants: [largest, ...smaller] } : refuse('picture_worker_failed');
}

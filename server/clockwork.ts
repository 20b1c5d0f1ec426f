/** What the service does by itself, at its own pace: rounds that never overlap and never take the process down. */

export interface Clockwork {
  /** Runs a round now, after one that is under way. */
  now(): Promise<void>;
  /** Starts no further round and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Runs `round` every `period` milliseconds, counted from the end of the one before. A long round asks `stopping`, and
 * ends when it says so.
 */
export function createClockwork(
  period: number,
  round: (stopping: () => boolean) => Promise<void>,
  onFault: (error: unknown) => void,
): Clockwork {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();

  function run(): Promise<void> {
    clearTimeout(timer);
    underWay = underWay.then(() => round(() => stopped)).catch(onFault);
    const mine = underWay;
    void mine.then(() => {
      if (!stopped && mine === underWay) timer = setTimeout(run, period).unref();
    });
    return mine;
  }

  return {
    now: run,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

/**
 * The demo's clock: wall clock plus an offset that only grows, so that people can see content expire without
 * waiting a day. The offset is kept in a file: after a restart the demo must not be younger than its data.
 */
import { readFileSync } from 'node:fs';
import type { DemoClock } from '../demo-ports.ts';
import type { Clock } from '../ports.ts';
import { isMissing, writeWhole } from './whole-file.ts';

export function createDemoClock(file: string, wall: Clock, monotonic: Clock): DemoClock {
  let offset = readOffset(file);
  const offsetAtStart = offset;
  const listeners: (() => void | Promise<void>)[] = [];
  return {
    now: () => wall.now() + offset,
    monotonic: { now: () => monotonic.now() + offset - offsetAtStart },
    async advance(milliseconds) {
      if (!Number.isSafeInteger(milliseconds) || milliseconds < 0)
        throw new RangeError('time only goes forward');
      writeWhole(file, JSON.stringify({ offset: offset + milliseconds }));
      offset += milliseconds;
      for (const listener of listeners) await listener();
    },
    onAdvance(listener) {
      listeners.push(listener);
    },
  };
}

function readOffset(file: string): number {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const offset =
      typeof saved === 'object' && saved !== null && 'offset' in saved ? saved.offset : undefined;
    if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return offset;
    throw new Error(`${file} holds no offset; delete it to begin at the present time`);
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

import { performance } from 'node:perf_hooks';
import type { Clock } from '../ports.ts';

export const systemClock: Clock = { now: () => Date.now() };

/** Milliseconds since the process began; nobody can set it. */
export const monotonicClock: Clock = { now: () => performance.now() };

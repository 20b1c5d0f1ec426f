import { uptime } from 'node:os';
import type { Clock } from '../ports.ts';

export const systemClock: Clock = { now: () => Date.now() };

/**
 * Milliseconds since the machine was started; nobody can set it. Time that the machine was suspended counts, which
 * `performance.now()` leaves out (CLOCK_MONOTONIC): a laptop that was closed for an hour is no clock that jumped.
 */
export const monotonicClock: Clock = { now: () => uptime() * 1000 };

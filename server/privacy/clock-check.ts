/**
 * May the clock on the wall be believed? Erasing too early cannot be undone, so the sweep asks before each tick. The
 * wall clock must go as the monotonic one does, which nobody can set, and must not be behind what the ledger has
 * recorded. A clock that was moved forward while the server was down cannot be told from a server that was down.
 */
import type { ClockFault } from '../../protocol/controller-events.ts';
import type { Clock } from '../ports.ts';

export interface ClockTrouble {
  readonly why: ClockFault;
  /** How far the wall clock is ahead (positive) or behind, in milliseconds. */
  readonly milliseconds: number;
}

export interface ClockCheckDeps {
  readonly wall: Clock;
  /** Milliseconds from any beginning; never set, only going. */
  readonly monotonic: Clock;
  /** The latest time that the ledger vouches for; undefined while it is empty. */
  readonly lastKnown: () => Promise<number | undefined>;
  /** Takes, once, the time at which the operator confirmed the wall clock, by that clock; undefined for none. */
  readonly takeConfirmation?: () => Promise<number | undefined>;
}

/** How far clocks may be apart. Milliseconds. */
export const TOLERANCE = 5 * 60_000;

/** @returns what asks now: undefined while the clocks agree. */
export function createClockCheck(deps: ClockCheckDeps): () => Promise<ClockTrouble | undefined> {
  const { wall, monotonic, lastKnown, takeConfirmation } = deps;
  /** What both clocks said when the wall clock was first found to agree with the ledger. */
  let trusted: { readonly wall: number; readonly monotonic: number } | undefined;
  /**
   * Read once: what this process writes from now on bears this same wall clock's time, and would vouch for one that
   * jumped.
   */
  let recorded: number | undefined;

  function compare(now: { readonly wall: number; readonly monotonic: number }, recorded: number) {
    const behind = recorded - now.wall;
    if (behind > TOLERANCE) {
      // Nothing yet to measure by: a clock that is put right meanwhile has not jumped away.
      if (!trusted) return { why: 'clock-behind-ledger', milliseconds: -behind } as const;
    } else trusted ??= now;
    if (!trusted) return undefined;
    const ahead = now.wall - trusted.wall - (now.monotonic - trusted.monotonic);
    if (Math.abs(ahead) <= TOLERANCE) return undefined;
    return { why: 'clock-jumped', milliseconds: Math.round(ahead) } as const;
  }

  return async () => {
    recorded ??= (await lastKnown()) ?? Number.NEGATIVE_INFINITY;
    const now = { wall: wall.now(), monotonic: monotonic.now() };
    const trouble = compare(now, recorded);
    if (!trouble) return undefined;
    // An old confirmation is of a time that is not now, and is used up by being looked at.
    const confirmed = await takeConfirmation?.();
    if (confirmed === undefined || Math.abs(now.wall - confirmed) > TOLERANCE) return trouble;
    trusted = now;
    recorded = Number.NEGATIVE_INFINITY;
    return undefined;
  };
}

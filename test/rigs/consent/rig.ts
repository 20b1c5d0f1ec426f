/**
 * `npm run rig -- consent [--runs N] [--plant FAULT]`: random histories of consents, played on the register's rules and
 * (each 400th) on the real register with its database, restarts and rebuilds, and compared at random moments with a
 * model that was written apart (`model.ts`). Each one can be made again from its number.
 */
import type { ConsentAnswer } from '../../../protocol/consent.ts';
import { loadContent } from '../../../server/content/load.ts';
import type { Content } from '../../../server/content/types.ts';
import { openRegister, type RegisterRoom } from '../../consent/support.ts';
import { CONTENT } from '../../content/fixture.ts';
import type { Figures } from '../figures.ts';
import type { RigOptions } from '../main.ts';
import { createContents, FAULTS, type Fault, heard } from './faults.ts';
import { catalogueStories, type History, randomHistory } from './histories.ts';
import { type Happening, type Question, type Verdict, verdict } from './model.ts';
import { createPure, type Moment } from './pure.ts';
import { createReal } from './real.ts';

const RUNS = 100_000;
/** One history of so many is played on the real register; with a fault that only a database can have, one of few. */
const REAL_EVERY = 400;
const REAL_EVERY_OF_DATABASE = 5;
const STORIES = 200;
/** The calendar of one database ends after so many: each history begins a leap cycle after the one before. */
const REAL_PER_ROOM = 400;
/** Differences that are told in full. */
const TOLD = 10;

export const consent = { plants: [...FAULTS], runs: RUNS, run };

interface Counts {
  histories: number;
  real: number;
  questions: number;
  again: number;
  inForce: number;
  differences: number;
  /** Uses that the register let pass and that no consent was in force for. */
  unfounded: number;
}

async function run({ runs, plant, figures }: RigOptions): Promise<void> {
  const fault = FAULTS.find((one) => one === plant);
  const realEvery = fault === 'stale-projection' ? REAL_EVERY_OF_DATABASE : REAL_EVERY;
  await play({ runs, fault, figures, first: 1, realEvery });
}

export async function play({
  runs,
  fault,
  figures,
  first,
  realEvery,
}: {
  readonly runs: number;
  readonly fault: Fault | undefined;
  readonly figures: Figures;
  /** Number of the first history. */
  readonly first: number;
  readonly realEvery: number;
}): Promise<void> {
  const started = performance.now();
  const stories = catalogueStories(first, STORIES);
  const contentOf = createContents(await loadContent(CONTENT), fault);
  const counts = { histories: 0, real: 0, questions: 0, again: 0, inForce: 0, differences: 0, unfounded: 0 };
  let room = await openRegister();
  try {
    for (let seed = first; seed < first + runs; seed += 1) {
      const history = randomHistory(seed, stories);
      counts.histories += 1;
      if (seed % realEvery === 0) {
        counts.real += 1;
        if (counts.real % REAL_PER_ROOM === 0) {
          await room.dispose();
          room = await openRegister();
        }
        await playReal(history, room, contentOf, fault, counts);
      } else playPure(history, contentOf, fault, counts);
    }
  } finally {
    await room.dispose();
  }
  figures.atLeast('consent.histories', counts.histories, 'histories', runs);
  figures.atLeast(
    'consent.real',
    counts.real,
    'histories on the real register',
    Math.floor(runs / realEvery),
  );
  figures.atLeast('consent.questions', counts.questions, 'questions', runs);
  figures.atLeast('consent.asked-again', counts.again, 'questions about the past', Math.floor(runs / 2));
  figures.atLeast('consent.in-force', counts.inForce, 'answers', Math.floor(runs / 10));
  figures.exactly('consent.differences', counts.differences, 'answers', 0);
  figures.exactly('consent.uses-without-consent', counts.unfounded, 'uses', 0);
  if (runs >= RUNS) figures.atMost('consent.time', Math.round((performance.now() - started) / 1000), 's', 60);
}

type ContentOf = (texts: never) => Content;

function playPure(
  { seed, steps }: History,
  contentOf: ContentOf,
  fault: Fault | undefined,
  counts: Counts,
): void {
  const register = createPure(contentOf, fault);
  const happened: Happening[] = [];
  const moments: Asked[] = [];
  for (const step of steps) {
    if (step.what === 'happens') {
      const happening = heard(step.happening, fault);
      if (happening) register.happen(happened.length, happening);
      happened.push(step.happening);
    } else if (step.what === 'asked') {
      const expected = verdict(happened, step.question);
      const answer = register.ask(step.question);
      compare(answer, expected, register.placeOf, { seed, question: step.question, counts });
      moments.push({
        moment: register.moment(step.question),
        expected,
        question: step.question,
        so: happened.length,
      });
    }
  }
  // What was learnt since changes no answer that was given (CON-24).
  for (const { moment, expected, question, so } of moments) {
    const later = happened.slice(so);
    // Of two things within one millisecond nobody can say afterwards which came first.
    if (later.length === 0 || later.some(({ arrives }) => arrives === question.now)) continue;
    counts.again += 1;
    compare(moment.again(), expected, register.placeOf, { seed, question, counts });
  }
}

interface Asked {
  readonly moment: Moment;
  readonly question: Question;
  readonly expected: Verdict;
  /** How much had happened. */
  readonly so: number;
}

async function playReal(
  { seed, steps }: History,
  room: RegisterRoom,
  contentOf: ContentOf,
  fault: Fault | undefined,
  counts: Counts,
): Promise<void> {
  const [begin] = steps;
  if (begin?.what !== 'happens') throw new Error('a history begins with a catalogue');
  const number = `+3712${String(seed).padStart(7, '0')}`;
  const register = createReal(room, contentOf, { number, start: begin.happening.arrives, fault });
  const happened: Happening[] = [];
  for (const step of steps) {
    if (step.what === 'happens') {
      const happening = heard(step.happening, fault);
      if (happening) await register.happen(happened.length, happening);
      happened.push(step.happening);
    } else if (step.what === 'restart') register.restart();
    else if (step.what === 'rebuild') await register.rebuild();
    else {
      const expected = verdict(happened, step.question);
      const answer = await register.ask(step.question);
      compare(answer, expected, register.placeOf, { seed, question: step.question, counts });
    }
  }
}

function compare(
  answer: ConsentAnswer,
  expected: Verdict,
  placeOf: (record: string) => number,
  { seed, question, counts }: { readonly seed: number; readonly question: Question; readonly counts: Counts },
): void {
  counts.questions += 1;
  if (expected.inForce) counts.inForce += 1;
  if (agree(answer, expected, placeOf)) return;
  counts.differences += 1;
  if (answer.ok && !expected.inForce) counts.unfounded += 1;
  if (counts.differences > TOLD) return;
  process.stderr.write(`history ${seed}: ${JSON.stringify({ question, answer, expected })}\n`);
}

function agree(answer: ConsentAnswer, expected: Verdict, placeOf: (record: string) => number): boolean {
  if (!answer.ok) return !expected.inForce && expected.reasons.includes(answer.why);
  return (
    expected.inForce &&
    placeOf(answer.record) === expected.grant &&
    answer.version === expected.version &&
    answer.since === expected.since &&
    answer.validUntil === expected.validUntil
  );
}

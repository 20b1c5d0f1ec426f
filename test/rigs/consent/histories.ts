/** Random histories of one number, and questions about it: repeatable from a seed. */
import type { Happening, Question, Text } from './model.ts';

export type Step =
  | { readonly what: 'happens'; readonly happening: Happening }
  /** Asked now, when nothing else has happened since. */
  | { readonly what: 'asked'; readonly question: Question }
  /** The server dies and comes back; or its projection is made anew. */
  | { readonly what: 'restart' }
  | { readonly what: 'rebuild' };

export interface History {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** Small, fast and the same everywhere (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    chance: (part: number): boolean => next() < part,
    of<T>(things: readonly T[]): T {
      const thing = things[below(things.length)];
      if (thing === undefined) throw new Error('nothing to choose from');
      return thing;
    },
    some: <T>(things: readonly T[]): readonly T[] => things.filter(() => next() < 0.5),
  };
}
type Random = ReturnType<typeof createRandom>;

const MINUTE = 60_000;
const DAY = 86_400_000;
const CHANNELS = ['email', 'sms', 'call'] as const;
const USES = ['letters', 'calls', 'statistics'] as const;
/** One by channel, one whole, one for own customers and for a time. */
const PURPOSES = ['offers', 'metadata', 'loyalty'] as const;
const LIMITS = [{ years: 2 }, { months: 1 }, { days: 30 }] as const;

/** Ways in which a controller's texts come and go: each a series of catalogues, every one with all before it. */
export function catalogueStories(seed: number, count: number): readonly (readonly (readonly Text[])[])[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const texts = PURPOSES.map((purpose) => newText(random, purpose, 1, false));
    if (random.chance(0.5))
      texts.push({ ...newText(random, 'offers', 1, false), version: 'sms-1', command: 'JAUNUMI' });
    const story: Text[][] = [[...texts]];
    const versions = new Map<string, number>();
    for (let changes = random.below(4); changes > 0; changes -= 1) {
      const purpose = random.of(PURPOSES);
      const version = (versions.get(purpose) ?? 1) + 1;
      versions.set(purpose, version);
      texts.push(newText(random, purpose, version, random.chance(0.35)));
      story.push([...texts]);
    }
    return story;
  });
}

function newText(random: Random, purpose: string, version: number, retired: boolean): Text {
  const some = random.some(CHANNELS);
  const covers = random.some(USES);
  return {
    purpose,
    version: String(version),
    channels: purpose !== 'offers' ? [] : some.length > 0 ? some : ['sms'],
    covers: covers.length > 0 ? covers : ['letters'],
    who: purpose === 'loyalty' ? 'own-customers' : 'anyone',
    retired,
    ...(purpose === 'loyalty' ? { limit: random.of(LIMITS) } : {}),
  };
}

const LEAPS = [Date.UTC(2024, 1, 28, 22), Date.UTC(2026, 9, 24, 23), Date.UTC(2027, 0, 30, 12)];

export function randomHistory(seed: number, stories: readonly (readonly (readonly Text[])[])[]): History {
  const random = createRandom(seed);
  const steps: Step[] = [];
  const happened: Happening[] = [];
  const story = random.of(stories);
  let now = random.of(LEAPS) + random.below(3 * DAY);
  let published = 0;
  let texts = story[0] ?? [];
  const happens = (happening: Happening) => {
    happened.push(happening);
    steps.push({ what: 'happens', happening });
  };
  happens({ kind: 'catalogue', arrives: now, texts });

  for (let left = 4 + random.below(9); left > 0; left -= 1) {
    now += pause(random);
    const roll = random.below(100);
    if (roll < 40) happens(giving(random, texts, now));
    else if (roll < 60) happens(withdrawing(random, now));
    else if (roll < 70) repeat(random, happened, now, happens);
    else if (roll < 76) happens({ kind: 'moved', arrives: now, ...dated(random, now), ...source(random) });
    else if (roll < 84) happens(customer(random, now));
    else if (roll < 91) {
      published += 1;
      const next = story[published];
      if (next) {
        texts = next;
        happens({ kind: 'catalogue', arrives: now, texts });
      }
    } else steps.push({ what: roll < 96 ? 'restart' : 'rebuild' });
    if (random.chance(0.55)) steps.push({ what: 'asked', question: asking(random, now) });
  }
  now += pause(random);
  steps.push({ what: 'asked', question: asking(random, now) });
  return { seed, steps };
}

/** Often the same moment, or the next; sometimes long enough for a limit to run out. */
function pause(random: Random): number {
  const roll = random.below(10);
  if (roll < 3) return random.below(2);
  if (roll < 7) return random.below(30) * MINUTE;
  if (roll < 9) return random.below(40) * DAY;
  return random.below(1000) * DAY;
}

/** Most wishes arrive as they are made; some late, some with a clock that is ahead. */
function dated(random: Random, now: number): { readonly at?: number } {
  const roll = random.below(10);
  if (roll < 6) return {};
  if (roll < 8) return { at: now - random.below(120) * MINUTE };
  if (roll < 9) return { at: now - random.below(60) * DAY };
  return { at: now + random.below(2) * DAY };
}

function source(random: Random): { readonly source?: string } {
  return random.chance(0.4) ? {} : { source: `message-${random.below(1_000_000_000)}` };
}

function giving(random: Random, texts: readonly Text[], now: number): Happening {
  const purpose = random.of(PURPOSES);
  const known = texts.filter((text) => text.purpose === purpose);
  // Mostly the newest, as a page would offer it.
  const text = random.chance(0.75) ? known.at(-1) : random.of(known);
  const some = random.chance(0.85) ? random.some(text?.channels ?? []) : random.some(CHANNELS);
  const channels = some.length === 0 && random.chance(0.8) ? (text?.channels ?? []).slice(0, 1) : some;
  const version = random.chance(0.97) ? (text?.version ?? '1') : '9';
  const proven = random.chance(0.95);
  const when = { arrives: now, ...dated(random, now), ...source(random) };
  return { kind: 'give', ...when, purpose, version, channels, proven };
}

function withdrawing(random: Random, now: number): Happening {
  const purpose = random.chance(0.97) ? random.of(PURPOSES) : 'nothing';
  const channels = purpose === 'offers' && random.chance(0.5) ? [random.of(CHANNELS)] : [];
  return { kind: 'withdraw', arrives: now, ...dated(random, now), ...source(random), purpose, channels };
}

/** A message that came before comes again, as it was. */
function repeat(
  random: Random,
  happened: readonly Happening[],
  now: number,
  happens: (happening: Happening) => void,
): void {
  const sent = happened.filter((one) => 'source' in one && one.source !== undefined);
  if (sent.length > 0) happens({ ...random.of(sent), arrives: now });
}

function customer(random: Random, now: number): Happening {
  const own = random.chance(0.5);
  if (own || random.chance(0.2)) return { kind: 'customer', arrives: now, own };
  return { kind: 'customer', arrives: now, own, left: now - random.below(800) * DAY };
}

function asking(random: Random, now: number): Question {
  const purpose = random.chance(0.97) ? random.of(PURPOSES) : 'nothing';
  return {
    now,
    purpose,
    ...(purpose === 'offers' ? { channel: random.of(CHANNELS) } : {}),
    ...(random.chance(0.4) ? { use: random.of(USES) } : {}),
  };
}

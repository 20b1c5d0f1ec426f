/**
 * What the rules of consents come to, written from docs/SPEC.md (CON-20 to CON-28, CON-40 to CON-47) and the domain,
 * without a look at the register: it imports nothing. There is no state that is carried along: each question is
 * answered by looking over everything that has happened to the number, from the beginning.
 */

export interface Text {
  readonly purpose: string;
  readonly version: string;
  /** What it can be granted for; none: it is granted whole. */
  readonly channels: readonly string[];
  readonly covers: readonly string[];
  readonly who: 'own-customers' | 'anyone';
  readonly retired: boolean;
  /** From the end of the last transaction. */
  readonly limit?: { readonly years?: number; readonly months?: number; readonly days?: number };
  /** For what an SMS grants. */
  readonly command?: string;
}

/** In the order of arrival; `arrives` and `at` are epoch milliseconds. */
export type Happening =
  | {
      readonly kind: 'give';
      readonly arrives: number;
      /** When the wish was made, as whoever brought it says. */
      readonly at?: number;
      /** Id of the message that it came in. */
      readonly source?: string;
      readonly purpose: string;
      readonly version: string;
      readonly channels: readonly string[];
      /** Whether it is known that the subject themselves spoke. */
      readonly proven: boolean;
    }
  | {
      readonly kind: 'withdraw';
      readonly arrives: number;
      readonly at?: number;
      readonly source?: string;
      readonly purpose: string;
      /** None: all of them. */
      readonly channels: readonly string[];
    }
  /** The operator says that the number has another holder, since `at` or since now. */
  | { readonly kind: 'moved'; readonly arrives: number; readonly at?: number; readonly source?: string }
  /** The controller publishes texts; older ones stay as history. */
  | { readonly kind: 'catalogue'; readonly arrives: number; readonly texts: readonly Text[] }
  /** `left`: when the last transaction ended; without it the holder is a customer, or never was one. */
  | { readonly kind: 'customer'; readonly arrives: number; readonly own: boolean; readonly left?: number };

type Give = Extract<Happening, { kind: 'give' }>;
type Withdraw = Extract<Happening, { kind: 'withdraw' }>;

export interface Question {
  readonly now: number;
  readonly purpose: string;
  readonly channel?: string;
  readonly use?: string;
}

export type Verdict =
  | {
      readonly inForce: true;
      /** Which happening it rests on. */
      readonly grant: number;
      readonly version: string;
      readonly since: number;
      readonly validUntil?: number;
    }
  /** Any of these reasons is a right one. */
  | { readonly inForce: false; readonly reasons: readonly string[] };

/** Whether a use may rest on a consent, when this much has happened. */
export function verdict(history: readonly Happening[], { now, purpose, channel, use }: Question): Verdict {
  const texts = textsAt(history, history.length);
  if (!texts.some((text) => text.purpose === purpose)) return no('unknown-purpose');

  const grants = places(history).filter((place) => {
    const one = history[place];
    return (
      one?.kind === 'give' &&
      one.purpose === purpose &&
      counts(history, place) &&
      grantsFor(history, one, channel)
    );
  });
  const grant = latest(history, grants);
  // Nobody could say whether it was withdrawn or never given: both are true.
  if (grant === undefined) return no('never', 'withdrawn');
  const given = history[grant] as Give;
  const since = effect(given);
  const takenBack = places(history).some((place) => {
    const one = history[place];
    if (one?.kind !== 'withdraw' || one.purpose !== purpose || !counts(history, place)) return false;
    return effect(one) >= since && (one.channels.length === 0 || one.channels.includes(channel ?? ''));
  });
  if (takenBack) return no('withdrawn');

  const text = texts.find((one) => one.purpose === purpose && one.version === given.version);
  const left = customerAt(history, history.length).left;
  const end = text?.limit && left !== undefined ? later(left, text.limit) : undefined;
  const reasons = [
    ...(end !== undefined && end <= now ? ['expired'] : []),
    ...(isRetired(texts, purpose) ? ['retired'] : []),
    ...(use !== undefined && !text?.covers.includes(use) ? ['not-covered'] : []),
  ];
  if (reasons.length > 0) return no(...reasons);
  return {
    inForce: true,
    grant,
    version: given.version,
    since,
    ...(end === undefined ? {} : { validUntil: end }),
  };
}

/** Whether what happened at this place is a wish of the present holder that can be written down. */
export function counts(history: readonly Happening[], place: number): boolean {
  const one = history[place];
  if (one?.kind !== 'give' && one?.kind !== 'withdraw') return false;
  if (holderSince(history, history.length) > place) return false;
  return accepted(history, place, one);
}

function accepted(history: readonly Happening[], place: number, one: Give | Withdraw): boolean {
  if (isRepeat(history, place)) return false;
  const texts = textsAt(history, place);
  if (one.kind === 'withdraw') return texts.some((text) => text.purpose === one.purpose);
  const text = texts.find(({ purpose, version }) => purpose === one.purpose && version === one.version);
  if (!text || !one.proven || isRetired(texts, one.purpose) || !isNewest(texts, text)) return false;
  if (text.who === 'own-customers' && !customerAt(history, place).own) return false;
  if (text.channels.length === 0 ? one.channels.length > 0 : one.channels.length === 0) return false;
  if (one.channels.some((channel) => !text.channels.includes(channel))) return false;
  return !isOfFormerHolder(history, place, one);
}

const LATEST = 365 * 24 * 60 * 60 * 1000;

/** A wish from before the number changed hands is the old holder's, even if it arrives after; after a year nobody knows. */
function isOfFormerHolder(history: readonly Happening[], place: number, one: Give): boolean {
  const since = effect(one);
  if (since === one.arrives) return false;
  if (one.arrives - since > LATEST) return true;
  return history.slice(0, place).some((other, at) => {
    if (other.kind !== 'moved' || isRepeat(history, at)) return false;
    return since <= (ends(history, at) ? other.arrives : Math.min(other.at ?? other.arrives, other.arrives));
  });
}

/** Whether what the operator says here ends anything: not of a holder who began after the number had changed hands. */
function ends(history: readonly Happening[], place: number): boolean {
  const one = history[place];
  if (one?.kind !== 'moved' || isRepeat(history, place)) return false;
  const since = holderSince(history, place);
  const first = history.slice(0, place).find((wish, at) => {
    return at >= since && (wish.kind === 'give' || wish.kind === 'withdraw') && accepted(history, at, wish);
  });
  return first !== undefined && (one.at === undefined || first.arrives <= one.at);
}

/** The same message came before, and was written down. */
function isRepeat(history: readonly Happening[], place: number): boolean {
  const one = history[place];
  if (one === undefined || !('source' in one) || one.source === undefined) return false;
  return history.slice(0, place).some((other, at) => {
    if (!('source' in other) || other.source !== one.source) return false;
    if (other.kind === 'moved') return !isRepeat(history, at);
    return (other.kind === 'give' || other.kind === 'withdraw') && accepted(history, at, other);
  });
}

/** Place after the last time that the number changed hands. */
function holderSince(history: readonly Happening[], before: number): number {
  for (let place = before - 1; place >= 0; place -= 1) {
    if (ends(history, place)) return place + 1;
  }
  return 0;
}

function textsAt(history: readonly Happening[], before: number): readonly Text[] {
  for (let place = before - 1; place >= 0; place -= 1) {
    const one = history[place];
    if (one?.kind === 'catalogue') return one.texts;
  }
  return [];
}

function customerAt(history: readonly Happening[], before: number): { own: boolean; left?: number } {
  for (let place = before - 1; place >= 0; place -= 1) {
    const one = history[place];
    if (one?.kind === 'customer')
      return one.left === undefined ? { own: one.own } : { own: one.own, left: one.left };
  }
  return { own: true };
}

/** What people read last says whether the purpose is still there. */
function isRetired(texts: readonly Text[], purpose: string): boolean {
  const read = texts.filter((text) => text.purpose === purpose && text.command === undefined);
  return read.every((text) => !isNewest(texts, text) || text.retired);
}

function isNewest(texts: readonly Text[], text: Text): boolean {
  return !texts.some(
    (other) =>
      other.purpose === text.purpose && other.command === text.command && number(other) > number(text),
  );
}

function number({ version }: Text): number {
  return Number(/\d+$/.exec(version)?.[0]);
}

function grantsFor(history: readonly Happening[], one: Give, channel: string | undefined): boolean {
  const text = textsAt(history, history.length).find(
    ({ purpose, version }) => purpose === one.purpose && version === one.version,
  );
  if (text === undefined || text.channels.length === 0) return channel === undefined;
  return channel !== undefined && one.channels.includes(channel) && text.channels.includes(channel);
}

/** When a wish took effect: nobody wishes from the future. */
function effect({ at, arrives }: Give | Withdraw): number {
  return at === undefined || at > arrives ? arrives : at;
}

function latest(history: readonly Happening[], grants: readonly number[]): number | undefined {
  let found: number | undefined;
  for (const place of grants) {
    if (found === undefined || effect(history[place] as Give) >= effect(history[found] as Give))
      found = place;
  }
  return found;
}

/** A calendar period later, in UTC; in a month that is too short, on its last day. */
function later(from: number, { years = 0, months = 0, days = 0 }: NonNullable<Text['limit']>): number {
  const start = new Date(from);
  const month = start.getUTCMonth() + 12 * years + months;
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(start.getUTCDate(), lastDay) + days;
  const midnight = Date.UTC(start.getUTCFullYear(), month, day);
  return midnight + (from - Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()));
}

function places(history: readonly Happening[]): readonly number[] {
  return history.map((_, place) => place);
}

function no(...reasons: readonly string[]): Verdict {
  return { inForce: false, reasons };
}

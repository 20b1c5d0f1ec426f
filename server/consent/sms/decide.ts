/**
 * What becomes of a message: pure, from its wish and what is known of its sender. The sender of an SMS can be forged.
 * So a withdrawal, which harms nobody, takes effect at once, and a grant only with a code that was sent to the number,
 * unless the message came over the home network's own connection. And nobody may have a stranger's phone flooded:
 * one reply an hour; what may come besides it is bounded on its own.
 */
import type { ReplyKind } from '../../content/reply-kinds.ts';
import type { ConsentSource } from '../../content/types.ts';
import type { Wish } from './parse.ts';

const HOUR = 60 * 60_000;
/** How long a code can be sent back. */
export const CODE_MS = 24 * HOUR;
export const COUNTED_MS = 24 * HOUR;
/** Codes that one number is sent in a day: there are five commands. */
export const CODES_A_DAY = 5;
/** Wrong codes of one number in a day: a guesser meets an open code of four digits with 3 in 10,000. */
export const WRONG_A_DAY = 3;

/** What a number was sent. Times are epoch milliseconds; 0 stands for never. */
export interface Sender {
  readonly repliedAt: number;
  /** Since when the two are counted. */
  readonly dayFrom: number;
  readonly codes: number;
  readonly wrong: number;
}

/** A grant that waits for its code. */
export interface Waiting {
  readonly purpose: string;
  readonly version: string;
  readonly command: string;
  readonly askedAt: number;
  readonly expiresAt: number;
}

export interface Known {
  readonly commands: ReadonlyMap<string, ConsentSource>;
  /** Whether this controller asks for consent to offers by SMS at all. */
  readonly sendsOffers: boolean;
  readonly homeNetwork: boolean;
  readonly isCustomer: boolean;
  readonly sender: Sender;
  readonly waiting: readonly Waiting[];
  /** Which of those waiting the message's code is of. */
  readonly matching?: Waiting | undefined;
  /** When the message was sent, and when it is decided; epoch milliseconds. */
  readonly at: number;
  readonly now: number;
}

/** What came of a message in one word, kept when what it said is gone. */
export type Outcome =
  | 'granted'
  | 'withdrawn'
  | 'code-sent'
  | 'code-sent-before'
  | 'too-many-codes'
  | 'not-eligible'
  | 'text-changed'
  | 'wrong-code'
  | 'too-many-wrong-codes'
  | 'stop-unclear'
  | 'question'
  | 'too-long'
  | 'other'
  | 'binary'
  | 'sender-unknown'
  | 'key-destroyed';

export type Act =
  | { readonly type: 'give'; readonly purpose: string; readonly version: string; readonly confirmed: boolean }
  | { readonly type: 'withdraw'; readonly consent: ConsentSource }
  | { readonly type: 'withdraw-offers' }
  | { readonly type: 'send-code'; readonly consent: ConsentSource };

export interface Decision {
  readonly outcome: Outcome;
  readonly act?: Act;
  readonly reply?: { readonly kind: ReplyKind; readonly command?: string };
  readonly sender: Sender;
}

export const NEW_SENDER: Sender = { repliedAt: 0, dayFrom: 0, codes: 0, wrong: 0 };

export function decideSms(wish: Wish, known: Known): Decision {
  const sender = today(known.sender, known.now);
  const counted = { ...known, sender };
  switch (wish.kind) {
    case 'grant':
      return grant(wish.command, counted);
    case 'withdrawal':
      return withdrawal(wish.command, counted);
    case 'stop':
      if (!known.sendsOffers) return answer(counted, 'stop-unclear', helpKind(known));
      return { ...answer(counted, 'withdrawn', 'offersStopped'), act: { type: 'withdraw-offers' } };
    case 'confirmation':
      return confirmation(counted);
    case 'stop-unclear':
      return answer(counted, 'stop-unclear', known.commands.size > 0 ? 'stops' : helpKind(known));
    case 'unclear':
      return answer(counted, wish.why, helpKind(known));
    case 'binary':
      return { outcome: 'binary', sender };
    default:
      return wish satisfies never;
  }
}

function grant(command: string, known: Known): Decision {
  const { sender, waiting, homeNetwork, isCustomer, now } = known;
  const consent = consentOf(command, known);
  if (consent.who === 'own-customers' && !isCustomer)
    return answer(known, 'not-eligible', 'notEligible', command);
  if (homeNetwork) {
    const { purpose, version } = consent;
    const act = { type: 'give', purpose, version, confirmed: false } as const;
    return { ...answer(known, 'granted', 'granted', command), act };
  }
  const before = waiting.find(({ purpose }) => purpose === consent.purpose);
  const same = before?.version === consent.version && isOpen(before, known);
  if (same && now < before.askedAt + HOUR) return { outcome: 'code-sent-before', sender };
  if (sender.codes >= CODES_A_DAY || sender.wrong >= WRONG_A_DAY)
    return { outcome: 'too-many-codes', sender };
  // Besides the one reply: without it nothing could be given in the hour after the help that names the commands.
  return {
    outcome: 'code-sent',
    act: { type: 'send-code', consent },
    reply: { kind: 'confirm', command },
    sender: { ...sender, codes: sender.codes + 1 },
  };
}

function withdrawal(command: string, known: Known): Decision {
  const act = { type: 'withdraw', consent: consentOf(command, known) } as const;
  return { ...answer(known, 'withdrawn', 'withdrawn', command), act };
}

function confirmation(known: Known): Decision {
  const { sender, matching } = known;
  if (sender.wrong >= WRONG_A_DAY) return answer(known, 'too-many-wrong-codes', 'wrongCode');
  if (!matching || !isOpen(matching, known)) {
    return answer({ ...known, sender: { ...sender, wrong: sender.wrong + 1 } }, 'wrong-code', 'wrongCode');
  }
  const { purpose, version, command } = matching;
  // Besides the one reply: only who has the number can bring it about, and once for each code.
  return {
    outcome: 'granted',
    act: { type: 'give', purpose, version, confirmed: true },
    reply: { kind: 'granted', command },
    sender,
  };
}

/** The one reply of the hour, or none. */
function answer(known: Known, outcome: Outcome, kind: ReplyKind, command?: string): Decision {
  const { sender, now } = known;
  if (sender.repliedAt > 0 && now < sender.repliedAt + HOUR) return { outcome, sender };
  const reply = { kind, ...(command === undefined ? {} : { command }) };
  return { outcome, reply, sender: { ...sender, repliedAt: now } };
}

function helpKind({ commands }: Known): ReplyKind {
  return commands.size > 0 ? 'help' : 'helpWithout';
}

/** By the message's own time: a yes that the network held back was said in time. */
function isOpen({ expiresAt }: Waiting, { at }: Known): boolean {
  return at < expiresAt;
}

function today(sender: Sender, now: number): Sender {
  return now < sender.dayFrom + COUNTED_MS ? sender : { ...sender, dayFrom: now, codes: 0, wrong: 0 };
}

function consentOf(command: string, { commands }: Known): ConsentSource {
  const consent = commands.get(command);
  if (!consent) throw new Error('a command that the controller does not have');
  return consent;
}

/** The texts of SMS: what each says, and how many segments the network will bill and send it in. */
import type { Language } from '../../protocol/language.ts';
import type { Content, SmsWording } from '../content/types.ts';

export interface SmsContents {
  /** The controller's key. */
  readonly controller: string;
  readonly language: Language;
  /** First name, as the caller will see it on the page. */
  readonly agentName: string;
  readonly link: string;
}

/**
 * The whole message. The agent's name is left out where it would cost a second segment: a split message
 * arrives late or in pieces, and a link cut in two is dead.
 */
export function smsText(
  content: Content,
  { controller: key, language, agentName, link }: SmsContents,
): string {
  const values = { '{brand}': brandOf(content, key), '{agent}': agentName };
  return fitting(content.sms[language], values, link);
}

export interface CodeSmsContents {
  /** The controller's key. */
  readonly controller: string;
  readonly language: Language;
  /** Six digits. */
  readonly code: string;
  /** Address of the subject's own page. */
  readonly link: string;
}

/** The SMS with the code for the subject's own page. The brand is left out where it would cost a second segment. */
export function codeText(content: Content, { controller, language, code, link }: CodeSmsContents): string {
  const values = { '{brand}': brandOf(content, controller), '{code}': code };
  return fitting(content.sms[language].code, values, link);
}

function brandOf(content: Content, key: string): string {
  const controller = content.controllers.get(key);
  if (!controller) throw new Error(`no controller ${key}`);
  return controller.brand;
}

type Values = Readonly<Record<string, string>>;

/** The fuller wording where it fits one segment. */
function fitting(wording: Pick<SmsWording, 'named' | 'plain'>, values: Values, link: string): string {
  const full = wording.named === undefined ? undefined : write(wording.named, values, link);
  return full !== undefined && segments(full).segments === 1 ? full : write(wording.plain, values, link);
}

function write(wording: string, values: Values, link: string): string {
  // Filled in one pass, so that what stands in a name is never taken for a placeholder. The link goes in
  // untouched: folding must never alter a token.
  return wording
    .split(/(\{\w+\})/)
    .map((part) => (part === '{link}' ? link : foldDiacritics(values[part] ?? part)))
    .join('');
}

/** Takes the marks off Latin letters that GSM-7 lacks (ā, š, ņ); Cyrillic й and ё keep theirs. */
function foldDiacritics(text: string): string {
  return Array.from(text.normalize('NFC'), (letter) =>
    septets(letter) === undefined && /\p{Script=Latin}/u.test(letter)
      ? letter.normalize('NFD').replace(/\p{M}/gu, '')
      : letter,
  ).join('');
}

// 3GPP TS 23.038, 6.2.1: the default alphabet, and its extension, whose characters take an escape septet each.
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('\f^{}\\[~]|€');

function septets(character: string): 1 | 2 | undefined {
  if (BASIC.has(character)) return 1;
  return EXTENSION.has(character) ? 2 : undefined;
}

export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Septets for GSM-7, 16-bit units for UCS-2. */
  readonly units: number;
  readonly segments: number;
}

/**
 * How the network will carry a text. One segment holds 160 septets or 70 units; of several each loses
 * 6 octets to the header that joins them, leaving 153 and 67, and no character is split between two.
 */
export function segments(text: string): Segments {
  const characters = [...text];
  const costs = characters.map(septets);
  if (costs.every((cost) => cost !== undefined)) return count('GSM-7', costs, 160, 153);
  return count(
    'UCS-2',
    characters.map((character) => character.length),
    70,
    67,
  );
}

function count(
  encoding: Segments['encoding'],
  costs: readonly number[],
  single: number,
  part: number,
): Segments {
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  if (units <= single) return { encoding, units, segments: 1 };
  let segments = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > part) {
      segments += 1;
      used = 0;
    }
    used += cost;
  }
  return { encoding, units, segments };
}

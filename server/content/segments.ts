/** SMS as the network carries them: in an alphabet of its own, a segment at a time. */
export type Values = Readonly<Record<string, string>>;

/**
 * Fills in placeholders, `{name}` and all, in one pass, so that what stands in a name is never taken for one. Latin
 * letters lose the marks that GSM-7 lacks; `untouched` goes in as it is.
 */
export function write(wording: string, values: Values, untouched: Values = {}): string {
  return wording
    .split(/(\{\w+\})/)
    .map((part) => untouched[part] ?? foldDiacritics(values[part] ?? part))
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

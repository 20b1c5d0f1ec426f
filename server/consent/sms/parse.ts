/**
 * What an SMS asks for. The whole message must be a command: whoever writes one more word may mean something else, and
 * a consent is never guessed. Forgiven is what phones and people add without meaning anything by it.
 */

/** What a message asks for; `unclear` says what kept it from being a command. */
export type Wish =
  | { readonly kind: 'grant'; readonly command: string }
  | { readonly kind: 'withdrawal'; readonly command: string }
  /** STOP and nothing else. */
  | { readonly kind: 'stop' }
  /** A yes and the code that was sent; four digits. */
  | { readonly kind: 'confirmation'; readonly code: string }
  /** It says STOP, and not what to stop. */
  | { readonly kind: 'stop-unclear' }
  | { readonly kind: 'unclear'; readonly why: 'question' | 'too-long' | 'other' }
  /** No text for people: it is not answered. */
  | { readonly kind: 'binary' };

/** One segment of GSM-7: no command comes near it. */
const LONGEST = 160;
/** The longest text that is read at all, ten segments: so far STOP is looked for. */
export const READ_AT_MOST = 1600;

/** Control characters other than white space, halves of surrogate pairs, and what decoders put for broken bytes. */
const BINARY = /[^\P{Cc}\t\n\r]|\p{Cs}|\ufffd/u;
/** In Greek a question mark looks like a semicolon, and decomposes to one. */
const QUESTION = /[?\u037e\u061f]/;
/** Accents, hooks and cedillas; not what strikes a letter through or crosses it out. */
const MARKS = /[\u0300-\u030f\u0323-\u0328]/g;
/** Invisible joiners, hyphens and byte-order marks that keyboards and copying leave behind. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
/** Punctuation that changes nothing. Brackets, slashes and signs may: with them it is no command. */
const PUNCTUATION = /[.,!;:\-\u2010-\u2015\u2212"'`\u00ab\u00bb\u2018-\u201f\u2039\u203a\u2032\u2033]/g;
const STOP_WORD = /(?<![\p{L}\p{N}])(?:STOP|СТОП)(?![\p{L}\p{N}])/u;
const CONFIRMATION = /^(?:JA|DA|ДА|YES) ?(\d{4})$/;

/**
 * Capitals without diacritics or punctuation, words parted by one space; STOP also from Cyrillic. Compatible forms
 * of letters, digits and spaces (full width, non-breaking) count as the plain ones.
 */
export function normalised(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(PUNCTUATION, ' ')
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(^| )СТОП$/, '$1STOP');
}

/**
 * @param text as it came; undefined when the message was no text.
 * @param commands of the controller that it came to; none for a controller without.
 */
export function parseSms(text: string | undefined, commands: Iterable<string>): Wish {
  if (text === undefined || BINARY.test(text)) return { kind: 'binary' };
  const saysStop = () => STOP_WORD.test(text.normalize('NFKD').replace(MARKS, '').toUpperCase());
  const unclear = (why: Extract<Wish, { kind: 'unclear' }>['why']): Wish =>
    saysStop() ? { kind: 'stop-unclear' } : { kind: 'unclear', why };
  if (text.length > LONGEST) return unclear('too-long');
  if (QUESTION.test(text) || text.normalize('NFKD').includes('?')) return unclear('question');

  const message = normalised(text);
  if (message === 'STOP') return { kind: 'stop' };
  for (const command of commands) {
    if (message === command) return { kind: 'grant', command };
    if (message === `${command} STOP`) return { kind: 'withdrawal', command };
  }
  const [, code] = CONFIRMATION.exec(message) ?? [];
  return code === undefined ? unclear('other') : { kind: 'confirmation', code };
}

/** The texts of the SMS that we send of ourselves: the invitation, and the code for the subject's own page. */
import type { Language } from '../../protocol/language.ts';
import { segments, type Values, write } from '../content/segments.ts';
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

/** The fuller wording where it fits one segment. */
function fitting(wording: Pick<SmsWording, 'named' | 'plain'>, values: Values, link: string): string {
  // The link goes in untouched: folding must never alter a token.
  const written = (text: string) => write(text, values, { '{link}': link });
  const full = wording.named === undefined ? undefined : written(wording.named);
  return full !== undefined && segments(full).segments === 1 ? full : written(wording.plain);
}

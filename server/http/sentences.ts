/**
 * What a person reads when the service says no: what happened and what to do next, in their language. Both
 * transports use it: problem+json in `problem.ts`, acks and refused handshakes on the socket.
 */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Language } from '../../protocol/language.ts';
import { ENGLISH } from './sentences/en.ts';
import { LATVIAN } from './sentences/lv.ts';
import { RUSSIAN } from './sentences/ru.ts';

const SENTENCES: Record<Language, Record<ErrorCode, string>> = { lv: LATVIAN, ru: RUSSIAN, en: ENGLISH };

export function sentence(code: ErrorCode, language: Language): string {
  return SENTENCES[language][code];
}

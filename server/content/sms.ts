/** What the service replies to SMS that come in: which replies there are, and what each says. */
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { consentCommands } from './consents.ts';
import { ContentError } from './read.ts';
import { REPLY_KINDS, type ReplyKind } from './reply-kinds.ts';
import { segments, type Values, write } from './segments.ts';
import type { Content, Controller } from './types.ts';

export interface Reply {
  readonly kind: ReplyKind;
  readonly command?: string | undefined;
  /** Four digits. */
  readonly code?: string | undefined;
}

/** The controller that has this number, written as an SMS network writes it. `prefix`: its country's, `+371`. */
export function controllerOfNumber(content: Content, to: string, prefix: string): string | undefined {
  const digits = to.replace(/^\+/, '');
  const found = [...content.controllers.values()].find(
    ({ smsNumber }) => smsNumber !== undefined && [smsNumber, prefix.slice(1) + smsNumber].includes(digits),
  );
  return found?.key;
}

/** A reply to a command, ready to be sent. */
export function replyText(content: Content, key: string, language: Language, reply: Reply): string {
  const controller = content.controllers.get(key);
  if (!controller) throw new Error(`no controller ${key}`);
  return write(content.sms[language].consent[reply.kind], replyValues(content, controller, reply));
}

function replyValues(content: Content, { key, brand }: Controller, { command, code }: Reply): Values {
  const commands = [...consentCommands(content, key).keys()];
  return {
    '{brand}': brand,
    '{commands}': commands.join(', '),
    '{stops}': commands.map((one) => `${one} STOP`).join(', '),
    ...(command === undefined ? {} : { '{command}': command }),
    ...(code === undefined ? {} : { '{code}': code }),
  };
}

/**
 * Checks numbers and replies of every controller that can be written to.
 * @throws ContentError for a reply of more than one segment, with a placeholder that means nothing, or a number that
 * is missing or taken.
 */
export function checkSms(content: Content): void {
  for (const { key, smsNumber } of content.controllers.values()) {
    const file = `controllers/${key}.json`;
    const twin = [...content.controllers.values()].find(
      (one) => one.key !== key && one.smsNumber === smsNumber,
    );
    if (smsNumber !== undefined && twin)
      throw new ContentError(file, `${twin.key} has the number ${smsNumber} already`);
    const commands = [...consentCommands(content, key).keys()];
    if (smsNumber === undefined && commands.length > 0) {
      throw new ContentError(file, `smsNumber is missing, and there are commands such as ${commands[0]}`);
    }
    if (smsNumber === undefined) continue;
    for (const language of LANGUAGES) checkReplies(content, key, language, commands);
  }
}

function checkReplies(content: Content, key: string, language: Language, commands: readonly string[]): void {
  const file = `sms/${language}.json`;
  for (const kind of REPLY_KINDS) {
    for (const command of commands.length > 0 ? commands : [undefined]) {
      const wording = content.sms[language].consent[kind];
      const text = replyText(content, key, language, { kind, command, code: '0000' });
      const [unknown] = command === undefined ? [] : (/\{\w+\}/.exec(text) ?? []);
      if (unknown !== undefined)
        throw new ContentError(file, `consent.${kind}: ${unknown} means nothing here`);
      const { segments: parts, units, encoding } = segments(text);
      if (parts > 1) {
        const longest = encoding === 'GSM-7' ? 160 : 70;
        throw new ContentError(
          file,
          `consent.${kind}: "${wording}" takes ${units} of ${longest} characters for ${key}${command === undefined ? '' : ` and ${command}`}`,
        );
      }
    }
  }
}

/**
 * "May we?", asked by a system of the operator's before it acts. It learns whether this one consent is in force for a
 * number that it has, and nothing of the subject's others. Each question is an entry of the controller's log, without
 * the number, before it is answered: of many numbers at once one entry says how many of them.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { ConsentAnswer, ConsentChannel } from '../../protocol/consent.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { ConsentRegister } from '../consent/register.ts';
import { consentsOf } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { System } from './systems.ts';

export interface Question {
  readonly controller: string;
  readonly purpose: string;
  readonly channel?: ConsentChannel | undefined;
  readonly use?: string | undefined;
}

/** `undefined`: this is no number. */
export type Answers = readonly (ConsentAnswer | undefined)[];

export interface Checks {
  /** As many answers as numbers, in their order; or why the system may not ask this. */
  ask(
    system: System,
    question: Question,
    numbers: readonly string[],
  ): Promise<{ readonly ok: true; readonly answers: Answers } | Refusal>;
}

export interface ChecksDeps {
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'inForceMany'>;
  readonly log: Pick<ControllerLog, 'append'>;
  readonly lookupKey: (controller: string) => Uint8Array;
}

export function createChecks({ content, register, log, lookupKey }: ChecksDeps): Checks {
  return {
    async ask(system, question, numbers) {
      const refusal = mayAsk(content, system, question);
      if (refusal) return refusal;
      const { controller, ...asked } = question;
      const key = lookupKey(controller);
      const hashes = numbers.map((number) =>
        isNumber(number) ? lookupHash(key, 'number', number) : undefined,
      );
      const known = hashes.filter((hash) => hash !== undefined);
      const found = await register.inForceMany(known.map((numberHash) => ({ ...question, numberHash })));
      const each = found.values();
      const answers = hashes.map((hash) => (hash === undefined ? undefined : each.next().value));
      await log.append(controller, { kind: 'system' }, [
        { type: 'ConsentsChecked', system: system.id, ...given(asked), ...countsOf(answers) },
      ]);
      return { ok: true, answers };
    },
  };
}

/** What the question itself is refused for; undefined when it can be asked. */
function mayAsk(
  content: Content,
  system: System,
  { controller, purpose, channel }: Question,
): Refusal | undefined {
  // A system with the keys of two brands must not get an answer about the other one's customers.
  if (controller !== system.controller) return refuse('system_controller_wrong');
  const texts = consentsOf(content, controller).filter((one) => one.purpose === purpose);
  if (texts.length === 0) return refuse('consent_unknown');
  if (!system.purposes.includes(purpose)) return refuse('system_purpose_refused');
  const channels = texts.flatMap((text) => text.channels);
  if (channel === undefined ? channels.length > 0 : !channels.includes(channel)) {
    return refuse('consent_channel_wrong');
  }
  const outside = channel !== undefined && system.channels.length > 0 && !system.channels.includes(channel);
  return outside ? refuse('system_purpose_refused') : undefined;
}

/** In E.164 and of a length that its country has: what is typed in any other way would be another subject. */
export function isNumber(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text) && parsePhoneNumberFromString(text)?.isPossible() === true;
}

function given({ purpose, channel, use }: Omit<Question, 'controller'>) {
  return { purpose, ...(channel === undefined ? {} : { channel }), ...(use === undefined ? {} : { use }) };
}

function countsOf(answers: Answers) {
  const inForce = answers.filter((answer) => answer?.ok).length;
  const invalid = answers.filter((answer) => answer === undefined).length;
  return { asked: answers.length, inForce, notInForce: answers.length - inForce - invalid, invalid };
}

/** What the rig's faults do to what reaches the register, so that it goes wrong as a register with that fault would. */
import type { ConsentSource, Content } from '../../../server/content/types.ts';
import type { Happening, Text } from './model.ts';

export const FAULTS = [
  'withdrawal-ignored',
  'widened-grant',
  'expiry-ignored',
  'late-grant-retroactive',
  'reassignment-ignored',
  'duplicate-doubles',
  'retired-allowed',
  'former-holder-heard',
  'stale-projection',
] as const;
export type Fault = (typeof FAULTS)[number];

/** @returns undefined for what a faulty register would not hear. */
export function heard(happening: Happening, fault: Fault | undefined): Happening | undefined {
  if (fault === 'withdrawal-ignored' && happening.kind === 'withdraw') return undefined;
  if (fault === 'reassignment-ignored' && happening.kind === 'moved') return undefined;
  if (fault === 'expiry-ignored' && happening.kind === 'customer') {
    return { kind: 'customer', arrives: happening.arrives, own: happening.own };
  }
  if (fault === 'duplicate-doubles' && 'source' in happening) {
    const { source: _, ...rest } = happening;
    return rest;
  }
  return happening;
}

export const CONTROLLER = 'lmt';
const WORDS = { title: '', allows: [], gives: '' };

/** The catalogue as the server reads it; one for each list of texts. */
export function createContents(base: Content, fault: Fault | undefined): (texts: readonly Text[]) => Content {
  const made = new WeakMap<readonly Text[], Content>();
  return (texts) => {
    const known = made.get(texts);
    if (known) return known;
    const content = { ...base, consents: texts.map((text) => sourceOf(text, texts, fault)) };
    made.set(texts, content);
    return content;
  };
}

function sourceOf(text: Text, texts: readonly Text[], fault: Fault | undefined): ConsentSource {
  const newest = texts.findLast(
    ({ purpose, command }) => purpose === text.purpose && command === text.command,
  );
  const { channels, covers } = (fault === 'widened-grant' && newest) || text;
  const { purpose, version, who, command, retired, limit } = text;
  return {
    controller: CONTROLLER,
    purpose,
    version,
    who,
    covers,
    channels: channels as ConsentSource['channels'],
    file: `consents/${CONTROLLER}/${purpose}/${version}.yaml`,
    hash: '',
    data: [],
    humanReview: false,
    retired: retired && fault !== 'retired-allowed',
    texts: { lv: WORDS, ru: WORDS, en: WORDS },
    ...(command === undefined ? {} : { command }),
    ...(limit === undefined ? {} : { limit: durationOf(limit), from: 'last-transaction' }),
  };
}

function durationOf({ years, months, days }: NonNullable<Text['limit']>): string {
  if (years !== undefined) return `P${years}Y`;
  return months === undefined ? `P${days}D` : `P${months}M`;
}

/**
 * What a data subject's request does to their consents: a copy of the records (Art. 15 and 20), and, when everything
 * about them is to be erased (Art. 17), the end of what is in force. The proof stays for its period: Art. 17(3)(b)
 * and (e), and the row of the policy table.
 */
import type { ConsentRecord } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';
import { consentText, findConsent } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import { lookupHash } from '../ledger/lookup.ts';
import { RECEIPT_WORDS } from './receipt-words.ts';
import { recordNode } from './receipts.ts';
import type { ConsentRegister, Holder } from './register.ts';

export interface ConsentsCopy {
  /** JSON-LD, oldest first, as in a receipt. */
  readonly records: readonly object[];
  /** The same in words of the subject's language. */
  readonly lines: readonly { readonly at: string; readonly said: string }[];
}

export interface ConsentsForRequest {
  copyFor(holder: Holder, language: Language): Promise<ConsentsCopy>;
  /** Takes back everything that is in force. @returns how many purposes. */
  endAll(holder: Holder, staff: string, request: string): Promise<number>;
}

export function createConsentsForRequest(deps: {
  readonly register: Pick<ConsentRegister, 'of' | 'withdraw'>;
  readonly content: Content;
  readonly lookupKey: (controller: string) => Uint8Array;
}): ConsentsForRequest {
  const { register, content, lookupKey } = deps;

  function say(controller: string, record: ConsentRecord, language: Language): string {
    const words = RECEIPT_WORDS[language];
    const text = findConsent(content, controller, record.purpose, record.version);
    const title = text ? consentText(content, text, language).title : words.everything;
    const channels = record.channels?.map((channel) => words.channels[channel]).join(', ');
    const about = channels === undefined ? title : `${title} (${channels})`;
    return `${words.title[record.change]}: ${about} – ${words.methods[record.method]}`;
  }

  return {
    async copyFor(holder, language) {
      const { controller, number } = holder;
      const { records } = await register.of(holder);
      const about = { controller, numberHash: lookupHash(lookupKey(controller), 'number', number) };
      return {
        records: records.map((record) => recordNode(content, about, record)),
        lines: records.map((record) => ({
          at: new Date(record.at).toISOString(),
          said: say(controller, record, language),
        })),
      };
    },

    async endAll(holder, staff, request) {
      const { standing } = await register.of(holder);
      const open = standing.filter(({ state }) => state === 'in-force' || state === 'retired');
      const purposes = new Set(open.map(({ purpose }) => purpose));
      for (const purpose of purposes) {
        await register.withdraw(holder, {
          purpose,
          method: 'service-centre',
          assurance: 'staff-recorded',
          language: 'lv',
          staff,
          reason: 'Art. 17',
          source: `request ${request} ${purpose}`,
        });
      }
      return purposes.size;
    },
  };
}

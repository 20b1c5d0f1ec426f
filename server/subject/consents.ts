/**
 * The subject's own consents: what the catalogue offers them, what is in force, and the change of it by their own
 * finger. The number is proven by a code (`number-proven`), so a grant needs nothing more and a withdrawal no less.
 */
import { createHash } from 'node:crypto';
import type { ConsentRecord, ConsentStanding } from '../../protocol/consent.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { LANGUAGES, type Language } from '../../protocol/language.ts';
import type {
  GiveOwn,
  HistoryLine,
  Localised,
  OwnConsent,
  OwnConsents,
  OwnHistory,
  OwnPart,
  WithdrawAllOwn,
  WithdrawOwn,
} from '../../protocol/subject-consents.ts';
import type { Arrival, ConsentRegister } from '../consent/register.ts';
import { consentAddress, consentText, currentConsents, findConsent } from '../content/consents.ts';
import type { ConsentSource, Content } from '../content/types.ts';
import type { Customers } from '../ports.ts';
import type { Subject } from './sign-in.ts';

type Changed = Promise<{ readonly ok: true; readonly consents: OwnConsents } | Refusal>;

export interface SubjectConsents {
  view(subject: Subject): Promise<OwnConsents>;
  history(subject: Subject): Promise<OwnHistory>;
  /** Every record, oldest first. */
  records(subject: Subject): Promise<readonly ConsentRecord[]>;
  give(subject: Subject, wish: GiveOwn): Changed;
  withdraw(subject: Subject, wish: WithdrawOwn): Changed;
  /** Whatever is in force, retired purposes included. What was never given gets no record. */
  withdrawAll(subject: Subject, wish: WithdrawAllOwn): Changed;
}

export interface SubjectConsentsDeps {
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'of' | 'give' | 'withdraw'>;
  readonly customers: Pick<Customers, 'isCustomer'>;
}

export function createSubjectConsents({
  content,
  register,
  customers,
}: SubjectConsentsDeps): SubjectConsents {
  async function view(subject: Subject): Promise<OwnConsents> {
    const { controller, number } = subject;
    const [{ standing }, isCustomer] = await Promise.all([
      register.of(subject),
      customers.isCustomer(controller, number),
    ]);
    const offered = currentConsents(content, controller);
    const known = new Set(offered.map(({ purpose }) => purpose));
    const retired = [...new Set(standing.map(({ purpose }) => purpose))].filter((one) => !known.has(one));
    return {
      controller,
      consents: [
        ...offered.map((text) => ownConsent(text, standing, closedOf(text, isCustomer))),
        ...retired.flatMap((purpose) => {
          const version = standing.find((one) => one.purpose === purpose)?.version ?? '';
          const text = findConsent(content, controller, purpose, version);
          return text ? [ownConsent(text, standing, 'retired')] : [];
        }),
      ],
    };
  }

  function ownConsent(
    text: ConsentSource,
    standing: readonly ConsentStanding[],
    closed: OwnConsent['closed'],
  ): OwnConsent {
    const own = standing.filter(({ purpose }) => purpose === text.purpose);
    // Also a channel that only the text it was given under has.
    const named = new Set([...text.channels, ...own.flatMap(({ channel }) => channel ?? [])]);
    const channels = named.size === 0 ? [undefined] : [...named];
    return {
      purpose: text.purpose,
      texts: localised((language) => consentText(content, text, language)),
      addresses: addressesOf(text),
      ...(closed === undefined ? {} : { closed }),
      parts: channels.map((channel): OwnPart => {
        const now = own.find((one) => one.channel === channel);
        return { ...(channel === undefined ? {} : { channel }), ...partOf(text, now) };
      }),
    };
  }

  function partOf(text: ConsentSource, now: ConsentStanding | undefined): OwnPart {
    if (!now) return { state: 'never' };
    const { state, since, validUntil } = now;
    const given = findConsent(content, text.controller, text.purpose, now.version);
    const older = given !== undefined && given !== text && state !== 'withdrawn';
    return {
      state,
      since,
      ...(validUntil === undefined ? {} : { until: validUntil }),
      ...(older ? { under: addressesOf(given) } : {}),
    };
  }

  function historyLine(controller: string, record: ConsentRecord): HistoryLine {
    const { id, change, channels, language, method, at, recordedAt, reason } = record;
    const text = findConsent(content, controller, record.purpose, record.version);
    return {
      id,
      change,
      ...(channels === undefined ? {} : { channels }),
      language,
      method,
      at,
      recordedAt,
      ...(reason === undefined ? {} : { reason }),
      titles: localised((one) => (text ? consentText(content, text, one).title : '')),
      ...(text
        ? { text: consentText(content, text, language), address: consentAddress(text, language) }
        : {}),
    };
  }

  return {
    view,

    async history(subject) {
      const { records } = await register.of(subject);
      return { lines: records.toReversed().map((record) => historyLine(subject.controller, record)) };
    },

    async records(subject) {
      return (await register.of(subject)).records;
    },

    async give(subject, { id, purpose, version, channels, language }) {
      const named = channels === undefined ? {} : { channels };
      const grant = { ...arrival(subject, id, language), purpose, version, ...named };
      const done = await register.give(subject, grant);
      return done.ok ? { ok: true, consents: await view(subject) } : done;
    },

    async withdraw(subject, { id, purpose, channels, language }) {
      const named = channels === undefined ? {} : { channels };
      const done = await register.withdraw(subject, { ...arrival(subject, id, language), purpose, ...named });
      return done.ok ? { ok: true, consents: await view(subject) } : done;
    },

    async withdrawAll(subject, { id, language }) {
      const { standing } = await register.of(subject);
      for (const purpose of new Set(standing.filter(isGiven).map((one) => one.purpose))) {
        const done = await register.withdraw(subject, {
          ...arrival(subject, `${id} ${purpose}`, language),
          purpose,
        });
        if (!done.ok) return done;
      }
      return { ok: true, consents: await view(subject) };
    },
  };
}

function closedOf({ who }: ConsentSource, isCustomer: boolean): OwnConsent['closed'] {
  return who === 'own-customers' && !isCustomer ? 'own-customers' : undefined;
}

/** Stands until it is withdrawn, whether or not a use may rest on it. */
function isGiven({ state }: ConsentStanding): boolean {
  return state === 'in-force' || state === 'retired';
}

/** The page's id becomes a source of this subject's alone: nobody can stand in another's way by guessing it. */
function arrival({ numberHash }: Subject, id: string, language: Language): Arrival {
  const source = createHash('sha256').update(`${numberHash} ${id}`).digest('base64url');
  return { method: 'self-service', assurance: 'number-proven', language, source: `my ${source}` };
}

function addressesOf(text: ConsentSource): Localised<string> {
  return localised((language) => consentAddress(text, language));
}

function localised<T>(make: (language: Language) => T): Localised<T> {
  const [lv, ru, en] = LANGUAGES;
  return { lv: make(lv), ru: make(ru), en: make(en) };
}

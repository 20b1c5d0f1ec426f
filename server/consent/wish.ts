/** What a subject wishes, and whether it can be written down: pure rules, before anything is recorded. */
import {
  type Assurance,
  CONSENT_CHANNELS,
  type ConsentChannel,
  type ConsentMethod,
} from '../../protocol/consent.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Language } from '../../protocol/language.ts';
import type { ConsentSource } from '../content/types.ts';
import { LATEST } from './hand-over.ts';

/** How a wish came, whatever it is about. */
export interface Arrival {
  readonly method: ConsentMethod;
  readonly assurance: Assurance;
  readonly language: Language;
  /** Epoch milliseconds at which the wish took effect; now when absent, or when it lies in the future. */
  readonly at?: number | undefined;
  /** Id that the source gave it: a repeat of it is recorded once. */
  readonly source?: string | undefined;
  readonly staff?: string | undefined;
  readonly reason?: string | undefined;
  readonly session?: string | undefined;
}

export interface Grant extends Arrival {
  readonly purpose: string;
  /** The version that the subject read. */
  readonly version: string;
  /** Which of the text's channels; needed where it has any. */
  readonly channels?: readonly ConsentChannel[] | undefined;
}

export interface Withdrawal extends Arrival {
  readonly purpose: string;
  /** Absent: all of them. */
  readonly channels?: readonly ConsentChannel[] | undefined;
}

/** Enough to take a consent back, never to give one: the sender of an SMS can be forged, a link passed on. */
const TOO_LOW: readonly Assurance[] = ['sender-only', 'link-held'];

/**
 * Whether this grant can be recorded, given the text it names and the one in force.
 * @param named the version that the subject read; undefined when there is none such.
 * @param inForce what can be given now of the purpose, the text of an SMS command included.
 * @returns its channels in their order, or why not.
 */
export function mayGive(
  grant: Grant,
  named: ConsentSource | undefined,
  inForce: readonly ConsentSource[],
  isCustomer: boolean,
): { readonly ok: true; readonly channels: readonly ConsentChannel[] } | Refusal {
  if (!named) return refuse('consent_unknown');
  if (!inForce.includes(named)) {
    return refuse(
      inForce.some(({ command }) => command === undefined) ? 'consent_outdated' : 'consent_retired',
    );
  }
  if (TOO_LOW.includes(grant.assurance)) return refuse('consent_needs_proof');
  if (named.who === 'own-customers' && !isCustomer) return refuse('consent_not_eligible');
  const { channels = [] } = grant;
  if (named.channels.length === 0) {
    return channels.length === 0 ? { ok: true, channels } : refuse('consent_channel_wrong');
  }
  if (channels.length === 0 || channels.some((channel) => !named.channels.includes(channel))) {
    return refuse('consent_channel_wrong');
  }
  return { ok: true, channels: CONSENT_CHANNELS.filter((channel) => channels.includes(channel)) };
}

/**
 * Whether a wish may be its former holder's: it is from before the number changed hands, even if it arrives after, or
 * from so long ago that this is not known.
 * @param at when the wish was made, as whoever brought it says
 * @param handedOver when the number changed hands last
 */
export function isOfFormerHolder(
  at: number | undefined,
  now: number,
  handedOver: number | undefined,
): boolean {
  if (at === undefined || at >= now) return false;
  return at < now - LATEST || (handedOver !== undefined && at <= handedOver);
}

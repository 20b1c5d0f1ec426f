/**
 * What is recorded of an offer's mail, and the one place that decides whether anything may be: each time anew, with the
 * subject's `offers` consent for e-mail in force at that moment. Without it the same links work and nothing is written.
 */

import type { ConsentRegister } from '../consent/register.ts';
import { findOffer } from '../content/mails.ts';
import type { Content } from '../content/types.ts';
import type { Database, OfferMailEventRow, OfferMailRow } from '../database.ts';
import type { Clock } from '../ports.ts';
import type { Access } from '../privacy/policy.ts';
import type { Guard } from '../privacy/recorded-guard.ts';

export type OfferMail = Pick<OfferMailRow, 'id' | 'controller' | 'number_hash' | 'offer' | 'version'>;
export type OfferMailEvent = OfferMailEventRow['kind'];

export interface Tracking {
  /** Whether the consent, and with it the policy table, allows this now. Recorded as every grant is. */
  permits(mail: OfferMail, category: 'email' | 'mailing', access: Access): ReturnType<Guard['ask']>;
  /** Each thing once. Does nothing without the consent; resolves with whether it was allowed. */
  record(mail: OfferMail, kind: OfferMailEvent, detail?: string): Promise<boolean>;
  /** Oldest first; empty without the consent. */
  eventsOf(mail: OfferMail): Promise<readonly Omit<OfferMailEventRow, 'mail'>[]>;
}

export interface TrackingDeps {
  readonly database: Database;
  readonly content: Content;
  readonly register: Pick<ConsentRegister, 'inForce'>;
  readonly guard: Guard;
  readonly clock: Clock;
}

export function createTracking({ database, content, register, guard, clock }: TrackingDeps): Tracking {
  async function permits(mail: OfferMail, category: 'email' | 'mailing', access: Access) {
    const { controller, number_hash: numberHash, offer, version } = mail;
    const use = findOffer(content, controller, offer, version)?.use ?? 'offers';
    const answer = await register.inForce({
      controller,
      numberHash,
      purpose: 'offers',
      channel: 'email',
      use,
    });
    // It is about no session: an offer has nothing to do with any call.
    const of = { session: '', controller, consents: { offers: answer } };
    return guard.ask({ who: 'system', controller, own: false }, 'offers', category, access, of);
  }

  return {
    permits,
    async record(mail, kind, detail = '') {
      if (!(await permits(mail, 'mailing', 'write')).ok) return false;
      const row = { mail: mail.id, kind, detail, at: clock.now() };
      await database
        .insertInto('offer_mail_event')
        .values(row)
        .onConflict((conflict) => conflict.columns(['mail', 'kind', 'detail']).doNothing())
        .execute();
      return true;
    },
    async eventsOf(mail) {
      if (!(await permits(mail, 'mailing', 'read')).ok) return [];
      const rows = database.selectFrom('offer_mail_event').select(['kind', 'detail', 'at']);
      return rows.where('mail', '=', mail.id).orderBy('at').orderBy('kind').orderBy('detail').execute();
    },
  };
}

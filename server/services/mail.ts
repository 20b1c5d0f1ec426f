/** E-mail: the guides of a call at the caller's wish, and offers with the consent for them. */
import type { Router } from 'express';
import { type Clockwork, createClockwork } from '../clockwork.ts';
import type { ConsentRegister } from '../consent/register.ts';
import { guideMailRoutes } from '../http/guide-mail.ts';
import { mailSystemRoutes } from '../http/mail-systems.ts';
import { offerRoutes } from '../http/offers.ts';
import { createDrawings } from '../mail/drawings.ts';
import { createGuideMailKind, createGuideMails } from '../mail/guides.ts';
import { createMailLimits } from '../mail/limits.ts';
import { createOfferKinds } from '../mail/offer-kinds.ts';
import { createOfferMails, type OfferMails } from '../mail/offers.ts';
import { createMailOutbox, type MailOutbox } from '../mail/outbox.ts';
import { createTracking } from '../mail/tracking.ts';
import { MailError, type Mailer } from '../ports.ts';
import type { Calling } from './calling.ts';
import type { Core } from './core.ts';
import type { Outside } from './outside.ts';

/** Rounds in milliseconds: how late a mail is sent or tried again, and what is past its period erased. */
const OUTBOX_PERIOD = 2000;
const EXPIRY_PERIOD = 60_000;

/** For what was queued before the relay was taken away: it runs out, and what is kept goes by its period all the same. */
const NO_RELAY: Mailer = {
  send: () => Promise.reject(new MailError('there is no mail server', true)),
};

export interface MailService {
  readonly routers: readonly Router[];
  readonly clockworks: readonly Clockwork[];
  readonly offers: OfferMails;
}

export function createMailService(
  outside: Outside,
  core: Core,
  { callerGate }: Pick<Calling, 'callerGate'>,
  register: ConsentRegister,
): MailService {
  const { content, database, clock, wall, mailer, publicUrl } = outside;
  const { sessions, guard, library, keys, lookupKey, onFault } = core;
  const secrets = outside.mailSecrets ?? new Map<string, string>();
  const tracking = createTracking({ database, content, register, guard, clock });
  const outbox: MailOutbox = createMailOutbox({
    database,
    keys,
    mailer: mailer ?? NO_RELAY,
    clock,
    onFault,
    kinds: {
      guides: createGuideMailKind({ content, sessions, guard, library, draw: createDrawings() }),
      ...createOfferKinds({
        database,
        content,
        tracking,
        clock,
        publicUrl,
        queue: (...mail) => outbox.queue(...mail),
      }),
    },
  });
  const mayMail = createMailLimits();
  const guides = createGuideMails({ sessions, guard, library, outbox, mayMail, clock, onFault });
  const offers = createOfferMails({ database, content, register, tracking, outbox, keys, clock, lookupKey });
  register.onChanged((changed) => void offers.changed(changed).catch(onFault));

  return {
    routers: [
      guideMailRoutes({ gate: callerGate, mails: mailer && guides }),
      offerRoutes({ content, mails: offers, onFault }),
      mailSystemRoutes({ secrets, wall, mails: offers, sends: mailer !== undefined }),
    ],
    clockworks: [
      createClockwork(OUTBOX_PERIOD, outbox.pump, onFault),
      createClockwork(EXPIRY_PERIOD, offers.expire, onFault),
    ],
    offers,
  };
}

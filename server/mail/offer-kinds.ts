/** An offer as it is mailed, the first time and as a reminder: its words, its links, and how to be rid of it. */
import { fill, valuesOf } from '../content/facts.ts';
import { findOffer } from '../content/mails.ts';
import type { Content, Controller, OfferSource } from '../content/types.ts';
import type { Database, OfferMailRow } from '../database.ts';
import type { Clock, Mail } from '../ports.ts';
import { type Block, writeLetter } from './letter.ts';
import type { Letter, MailKind, MailOutbox } from './outbox.ts';
import type { Tracking } from './tracking.ts';

export interface OfferKindsDeps {
  readonly database: Database;
  readonly content: Content;
  readonly tracking: Tracking;
  readonly clock: Clock;
  readonly publicUrl: string;
  /** The outbox, which exists later than its kinds. */
  readonly queue: MailOutbox['queue'];
}

/** Addresses in an offer's mail. They lead to the same place whatever is recorded on the way. */
export function offerAddresses(
  publicUrl: string,
  { controller, offer, version }: OfferSource,
  token: string,
) {
  const base = `${publicUrl}/o/${controller}/${offer}/${version}`;
  return {
    /** `n` counts from 1. */
    link: (n: number) => `${base}/${n}/${token}`,
    pixel: `${base}/open/${token}.gif`,
    unsubscribe: `${publicUrl}/o/unsubscribe/${token}`,
  };
}

export const reminderId = (id: string): string => `${id}.r`;

/** Milliseconds for which a reminder that fell due is tried. */
const REMINDER_GOOD_FOR = 24 * 3_600_000;
const DAY = 24 * 3_600_000;

export function createOfferKinds(deps: OfferKindsDeps): Readonly<Record<'offer' | 'reminder', MailKind>> {
  const { database, content, tracking, clock, publicUrl, queue } = deps;

  const find = (id: string) =>
    database.selectFrom('offer_mail').selectAll().where('id', '=', id).executeTakeFirst();

  async function setState(id: string, state: OfferMailRow['state']): Promise<void> {
    await database.updateTable('offer_mail').set({ state }).where('id', '=', id).execute();
  }

  function write(row: OfferMailRow, id: string, { to, token = '' }: Letter, reminding: boolean): Mail {
    const { controller: key, language } = row;
    const source = findOffer(content, key, row.offer, row.version);
    const controller = content.controllers.get(key);
    if (!source || !controller) throw new Error('an offer that was published is gone');
    const addresses = offerAddresses(publicUrl, source, token);
    const say = (text: string) => fill(text, valuesOf(controller, language), language);
    const words = content.mails[language].offers;
    const own = say(source.texts[language].subject);
    const subject = reminding ? say(words.reminder.replace('{subject}', () => own)) : own;
    return {
      id,
      controller: key,
      from: controller.brand,
      replyTo: controller.email ?? undefined,
      to,
      language,
      subject,
      ...writeLetter({
        language,
        brand: controller.brand,
        colour: controller.colours.light.brand,
        title: subject,
        blocks: blocksOf(source, controller, row.language, say, words, addresses),
        pixel: addresses.pixel,
      }),
      // RFC 2369 and 8058: one click in the mail program takes the consent back.
      headers: {
        'List-Unsubscribe': `<${addresses.unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
      pictures: [],
      reports: true,
    };
  }

  return {
    offer: {
      async compose({ id }, letter) {
        const row = await find(id);
        if (!row) return undefined;
        if ((await tracking.permits(row, 'email', 'read')).ok) return write(row, id, letter, false);
        await setState(id, 'stopped');
        return undefined;
      },
      async sent({ id }, letter) {
        const row = await find(id);
        if (row?.state !== 'queued') return;
        const days = findOffer(content, row.controller, row.offer, row.version)?.remindAfter;
        if (days !== undefined) {
          const due = clock.now() + Temporal.Duration.from(days).total('days') * DAY;
          const { controller } = row;
          const waiting = { id: reminderId(id), controller, about: id, notBefore: due };
          const reminder = await queue(
            'reminder',
            { ...waiting, expires_at: due + REMINDER_GOOD_FOR },
            letter,
          );
          await database.executeQuery(reminder);
        }
        await setState(id, 'sent');
      },
      async failed({ id }, status) {
        const row = await find(id);
        if (!row) return;
        await setState(id, 'failed');
        await tracking.record(row, 'not-delivered', status);
      },
    },
    reminder: {
      async compose({ id, about }, letter) {
        const row = await find(about);
        if (row?.state !== 'sent' || !(await tracking.permits(row, 'email', 'read')).ok) return undefined;
        const known = await tracking.eventsOf(row);
        // Opened, followed, refused or unwanted: whoever has dealt with it is not reminded.
        if (known.some(({ kind }) => kind !== 'delivered')) return undefined;
        return write(row, id, letter, true);
      },
      async sent({ about }) {
        const row = await find(about);
        if (row) await tracking.record(row, 'reminded');
      },
    },
  };
}

function blocksOf(
  source: OfferSource,
  { brand }: Controller,
  language: OfferMailRow['language'],
  say: (text: string) => string,
  words: Content['mails'][OfferMailRow['language']]['offers'],
  addresses: ReturnType<typeof offerAddresses>,
): readonly Block[] {
  const { subject, body, links } = source.texts[language];
  return [
    { kind: 'heading', text: say(subject) },
    ...body.map((text) => ({ kind: 'paragraph', text: say(text) }) as const),
    ...links.map(
      (label, at) => ({ kind: 'link', label: say(label), address: addresses.link(at + 1) }) as const,
    ),
    { kind: 'small', text: say(words.footer.replaceAll('{brand}', brand)) },
    { kind: 'small-link', label: say(words.unsubscribe), address: addresses.unsubscribe },
  ];
}

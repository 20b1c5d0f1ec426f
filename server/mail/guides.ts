/**
 * The guides of a call by e-mail, at the caller's wish: a service message. It goes once, to the address the caller
 * types, and reports nothing back: no remote picture, no link that tells who followed it, no delivery report. Offers
 * are left out of it, whatever was shown: they need a consent for this channel.
 */
import { randomBytes } from 'node:crypto';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { SessionState } from '../../protocol/session.ts';
import { fill, valuesOf } from '../content/facts.ts';
import type { Content } from '../content/types.ts';
import type { GuideLibrary } from '../guide/library.ts';
import type { Clock, Mail } from '../ports.ts';
import type { Guarded } from '../privacy/guard.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import type { Sessions } from '../session/sessions.ts';
import { mailAddress } from './address.ts';
import type { Draw } from './drawings.ts';
import { type Block, writeLetter } from './letter.ts';
import type { MayMail } from './limits.ts';
import type { Letter, MailKind, MailOutbox } from './outbox.ts';

export type EndedState = Extract<SessionState, { status: 'ended' }>;
type ShownGuide = NonNullable<Letter['guides']>[number];

export interface GuideMails {
  /** Titles of what can be sent, in the session's language; empty when no guide was shown. */
  shown(session: string, state: EndedState): Promise<readonly string[]>;
  /** Queues the mail; once it resolves with `ok` it is durable and recorded in the session. */
  send(
    session: string,
    state: EndedState,
    address: string,
  ): Promise<{ readonly ok: true } | (Refusal & { readonly retryAfter?: number })>;
}

export interface GuideMailsDeps {
  readonly sessions: Sessions;
  readonly guard: Guard;
  readonly library: GuideLibrary;
  readonly outbox: Pick<MailOutbox, 'queue' | 'pump'>;
  readonly mayMail: MayMail;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}

/** Milliseconds for which the mail is tried. */
const GOOD_FOR = 24 * 3_600_000;
/** As many as a call can need; the newest. */
const MOST = 10;

export function createGuideMails(deps: GuideMailsDeps): GuideMails {
  const { sessions, guard, library, outbox, mayMail, clock, onFault } = deps;

  /** Each once, in its newest version, in the order in which they were first shown. */
  async function guidesOf(session: string): Promise<readonly ShownGuide[]> {
    const found = new Map<string, ShownGuide>();
    for (const { event } of await sessions.since(session, 0)) {
      if (event.type !== 'GuideShown' || event.purpose !== undefined) continue;
      found.set(event.guide, { guide: event.guide, version: event.version });
    }
    return [...found.values()].slice(-MOST);
  }

  return {
    async shown(session, { controller, language }) {
      const guides = await guidesOf(session);
      return guides.flatMap(
        ({ guide, version }) => library.document(controller, guide, version, language)?.title ?? [],
      );
    },
    async send(session, state, typed) {
      const to = mailAddress(typed);
      if (to === undefined) return refuse('mail_address_invalid');
      const of = guardedOf(session, state);
      const asker = { who: 'caller', controller: of.controller, own: true } as const;
      for (const [category, access] of [
        ['shown', 'read'],
        ['email', 'write'],
      ] as const) {
        const granted = await guard.ask(asker, 'guides-by-mail', category, access, of);
        if (!granted.ok) return granted;
      }
      const guides = await guidesOf(session);
      if (guides.length === 0) return refuse('mail_nothing_shown');
      const retryAfter = await mayMail(session, to);
      if (retryAfter !== undefined) return { ...refuse('mail_limit_reached'), retryAfter };
      const id = randomBytes(16).toString('hex');
      const waiting = {
        id,
        controller: state.controller,
        about: session,
        expires_at: clock.now() + GOOD_FOR,
      };
      const queued = await outbox.queue('guides', waiting, { to, language: state.language, guides });
      const command = { type: 'NoteGuidesMailed', guides: guides.length } as const;
      const outcome = await sessions.execute(session, { by: 'caller', command }, { also: [queued] });
      if (!outcome.ok) return outcome;
      void outbox.pump().catch(onFault);
      return { ok: true };
    },
  };
}

function guardedOf(session: string, { controller, ended }: EndedState): Guarded {
  return { session, controller, endedAt: ended.at };
}

export interface GuideMailKindDeps {
  readonly content: Content;
  readonly sessions: Pick<Sessions, 'view'>;
  readonly guard: Guard;
  readonly library: GuideLibrary;
  readonly draw: Draw;
}

/** Writes the mail anew for each try: of the address alone something is kept meanwhile. */
export function createGuideMailKind(deps: GuideMailKindDeps): MailKind {
  const { content, sessions, guard, library, draw } = deps;
  return {
    async compose({ id, controller: key, about }, { to, language, guides = [] }) {
      const view = await sessions.view(about);
      const controller = content.controllers.get(key);
      // Erased meanwhile, at the caller's wish or because its period is over.
      if (view?.state.status !== 'ended' || !controller) return undefined;
      const asker = { who: 'system', controller: key, own: false } as const;
      const granted = await guard.ask(asker, 'guides-by-mail', 'email', 'read', guardedOf(about, view.state));
      if (!granted.ok) return undefined;
      const values = valuesOf(controller, language);
      const words = content.mails[language].guides;
      const say = (text: string) => fill(text, values, language);
      const blocks: Block[] = [{ kind: 'paragraph', text: say(words.intro) }];
      const pictures: Mail['pictures'][number][] = [];
      for (const [place, { guide, version }] of guides.entries()) {
        const document = library.document(key, guide, version, language);
        if (!document) continue;
        blocks.push({ kind: 'heading', text: document.title });
        for (const [index, { text, alt, picture, copy }] of document.steps.entries()) {
          const cid = `g${place + 1}s${index + 1}@guides`;
          const svg = library.picture(guide, version, picture.slice(picture.lastIndexOf('/') + 1));
          if (!svg) throw new Error(`${guide} has lost ${picture}`);
          pictures.push({ cid, png: await draw(svg) });
          blocks.push({ kind: 'step', number: index + 1, text, cid, alt });
          if (copy) blocks.push({ kind: 'paragraph', text: `${copy.label}: ${copy.value}` });
        }
      }
      blocks.push({ kind: 'small', text: say(words.footer) });
      const subject = say(words.subject);
      const colour = controller.colours.light.brand;
      const letter = { language, brand: controller.brand, colour, title: subject, blocks };
      return {
        id,
        controller: key,
        from: controller.brand,
        replyTo: controller.email ?? undefined,
        to,
        language,
        subject,
        ...writeLetter(letter),
        // RFC 3834: written by a machine, and no machine need answer.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        pictures,
        reports: false,
      };
    },
  };
}

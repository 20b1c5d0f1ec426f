import type { InvitationView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { entryMessages } from '../messages/entry.ts';
import { el, heading, textLink } from './element.ts';
import { currentLanguage } from './language.ts';
import { languageSwitch, plainScreen } from './languages.ts';

export interface TermsParts {
  readonly view: InvitationView;
  readonly busy: boolean;
  /** What went wrong with the last try, in a sentence. */
  readonly wrong: string | undefined;
  readonly accept: () => void;
  readonly choose: (language: Language) => void;
  /** They have begun to read: opened a text. */
  readonly reading: () => void;
}

/** Who calls, what will happen, the terms in short, and one button. */
export function termsScreen({ view, busy, wrong, accept, choose, reading }: TermsParts): HTMLElement {
  const language = currentLanguage();
  const m = entryMessages(language);
  const { brand, agentName: agent, terms, notice } = view;
  const { points, consequence } = terms.short[language];
  const facts = [m.onlyNow, m.free(view.dataUse), m.sees(agent)];
  const start = busy ? m.starting : view.moving ? m.resume : m.start;
  return plainScreen(
    brand.brand,
    languageSwitch(choose, brand.languages),
    heading(m.talking(agent)),
    el('p', {}, m.lead(brand.brand, agent)),
    el(
      'ul',
      { class: 'facts' },
      facts.map((fact) => el('li', {}, fact)),
    ),
    el('p', {}, m.proof(agent)),
    el('h2', {}, m.short),
    el(
      'ul',
      { class: 'points' },
      points.map((point) => el('li', {}, point)),
    ),
    el(
      'div',
      { class: 'texts' },
      textLink(terms.addresses[language], m.description, m.newTab, reading),
      textLink(notice.addresses[language], m.notice, m.newTab, reading),
    ),
    el('p', { class: 'small soft' }, `${brand.name}, ${brand.registration}`),
    el('p', { class: 'small soft' }, `${brand.phone} · ${brand.email}`),
    el(
      'div',
      { class: 'actions' },
      wrong && el('p', { class: 'wrong', role: 'alert' }, wrong),
      el('p', { class: 'small' }, consequence),
      el(
        'button',
        {
          id: 'start',
          class: 'button main',
          type: 'button',
          'aria-disabled': String(busy),
          onclick: () => busy || accept(),
        },
        start,
      ),
    ),
  );
}

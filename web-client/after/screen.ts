import type { AfterCallView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import type { Photo } from '../../protocol/session.ts';
import { type Child, el, heading, textLink } from '../entry/element.ts';
import { currentLanguage } from '../entry/language.ts';
import { languageSwitch, plainScreen } from '../entry/languages.ts';
import { type AfterMessages, afterMessages } from '../messages/after.ts';

export interface AfterParts {
  readonly view: AfterCallView;
  /** What the last tap came to. */
  readonly said: string | undefined;
  /** Where the form that sends the guides by e-mail comes. */
  readonly mail: HTMLElement;
  readonly choose: (language: Language) => void;
  /** One photo, or all of them. */
  readonly erase: (photo?: string) => void;
  /** One to five. */
  readonly rate: (score: number) => void;
  readonly newCode: () => void;
}

/** Who ended the call and why, what was shared, until when it is kept, and the means to fetch or erase it. */
export function afterScreen({ view, said, mail, choose, erase, rate, newCode }: AfterParts): HTMLElement {
  const language = currentLanguage();
  const m = afterMessages(language);
  const { photos, brand } = view;
  const kept = photos.filter((photo) => !photo.erased);
  const isHeld = ({ id }: Photo) => view.held?.photos.includes(id) === true;
  const free = kept.filter((photo) => !isHeld(photo));
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
  return plainScreen(
    brand.brand,
    languageSwitch(choose, brand.languages),
    heading(m.title),
    el('p', {}, `${m.reasons(view.agentName)[view.reason]} ${m.close}`),
    el('p', { class: 'small soft' }, m.ended(moment.format(view.endedAt))),
    said && el('p', { class: 'said' }, said),
    view.mayRate && ratingOf(m, rate),
    el('h2', {}, photos.length > 0 ? m.shared(photos.length) : m.nothing),
    free.length > 0 && el('p', {}, m.photosUntil(moment.format(view.photosUntil))),
    photos.length > 0 &&
      el(
        'ul',
        { class: 'left' },
        photos.map((photo, place) =>
          el(
            'li',
            {},
            photo.erased
              ? el('p', { class: 'erased' }, m.gone)
              : keptPhoto(photo, m.name(place + 1), m, isHeld(photo) ? undefined : erase),
          ),
        ),
      ),
    mail,
    el('p', { class: 'small soft' }, view.held?.all ? m.held : m.contentUntil(day.format(view.contentUntil))),
    el(
      'div',
      { class: 'texts' },
      textLink(view.notice.addresses[language], m.notice, m.newTab),
      textLink(`/my/${brand.key}`, m.myData, m.newTab),
    ),
    el(
      'div',
      { class: 'actions' },
      free.length > 0 && button(m.eraseAll, 'erase-all', () => erase()),
      button(m.newCode, 'new-code', newCode),
    ),
  );
}

/** Asked only of those who agreed to surveys by phone, and it can be left alone. */
function ratingOf(m: AfterMessages, rate: (score: number) => void): HTMLElement {
  return el(
    'fieldset',
    { class: 'rating' },
    el('legend', {}, m.rate),
    el(
      'div',
      { class: 'scores' },
      [1, 2, 3, 4, 5].map((score) =>
        button(String(score), `rate-${score}`, () => rate(score), m.score(score)),
      ),
    ),
    el('p', { class: 'small soft' }, m.rateWhy),
  );
}

/** Without `erase` a legal hold keeps it, and the caller reads why. */
function keptPhoto(photo: Photo, name: string, m: AfterMessages, erase?: (photo: string) => void): Child {
  const address = `/api/caller/media/${photo.id}`;
  return [
    el('img', { src: address, alt: name, width: photo.width, height: photo.height, loading: 'lazy' }),
    el(
      'div',
      { class: 'two' },
      el(
        'a',
        {
          class: 'button',
          href: `${address}?download=1`,
          download: `${name}.jpg`,
          'aria-label': `${m.download}: ${name}`,
        },
        m.download,
      ),
      erase && button(m.erase, `erase-${photo.id}`, () => erase(photo.id), `${m.erase}: ${name}`),
    ),
    !erase && el('p', { class: 'small' }, m.held),
  ];
}

function button(text: string, id: string, onclick: () => void, label?: string): HTMLElement {
  return el('button', { id, class: 'button', type: 'button', 'aria-label': label, onclick }, text);
}

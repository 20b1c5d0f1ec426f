import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { el } from './element.ts';
import { currentLanguage, LANGUAGE_NAMES } from './language.ts';

/** The switch between languages; the short names keep it in one line on the narrowest phone. */
export function languageSwitch(
  choose: (language: Language) => void,
  offered: readonly Language[] = LANGUAGES,
): HTMLElement {
  return el(
    'div',
    { class: 'languages' },
    offered.map((language) =>
      el(
        'button',
        {
          id: `in-${language}`,
          type: 'button',
          lang: language,
          'aria-label': `${language.toUpperCase()}, ${LANGUAGE_NAMES[language]}`,
          'aria-pressed': String(language === currentLanguage()),
          onclick: () => choose(language),
        },
        language.toUpperCase(),
      ),
    ),
  );
}

/** The frame of a plain screen: a strip with a name and the languages, and what is under it. */
export function plainScreen(
  name: string,
  languages: HTMLElement | undefined,
  ...content: Parameters<typeof el>[2][]
): HTMLElement {
  return el(
    'div',
    { class: 'screen' },
    el('header', { class: 'strip' }, el('b', {}, name), languages),
    el('main', {}, content),
  );
}

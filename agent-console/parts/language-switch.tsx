/** Latvian or English, for the console alone. */
import { messages, UI_LANGUAGES, uiLanguage } from '../text/language.ts';

const NAMES = { lv: 'Latviešu', en: 'English' } as const;

export function LanguageSwitch() {
  return (
    <fieldset class="languages">
      <legend class="hidden">{messages.value.uiLanguage}</legend>
      {UI_LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          class="language"
          lang={language}
          title={NAMES[language]}
          aria-label={`${language.toUpperCase()}, ${NAMES[language]}`}
          aria-pressed={uiLanguage.value === language}
          onClick={() => {
            uiLanguage.value = language;
          }}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

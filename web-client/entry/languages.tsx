import { LANGUAGES, type Language } from '../../protocol/language.ts';
import { currentLanguage } from './language.ts';

const NAMES: Readonly<Record<Language, string>> = { lv: 'Latviešu', ru: 'Русский', en: 'English' };

/** The switch between languages; the short names keep it in one line on the narrowest phone. */
export function Languages({
  offered = LANGUAGES,
  choose,
}: {
  readonly offered?: readonly Language[];
  readonly choose: (language: Language) => void;
}) {
  return (
    <div class="languages">
      {offered.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-label={`${language.toUpperCase()}, ${NAMES[language]}`}
          aria-pressed={language === currentLanguage()}
          onClick={() => choose(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

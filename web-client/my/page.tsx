/** The page's frame, and the screen in it. */
import type { ComponentChildren } from 'preact';
import { LANGUAGES } from '../../protocol/language.ts';
import { currentLanguage, LANGUAGE_NAMES } from '../entry/language.ts';
import { AskScreen } from './ask.tsx';
import { CallScreen } from './call.tsx';
import { HistoryScreen } from './consents/history.tsx';
import { ConsentsScreen } from './consents/list.tsx';
import { ConsentScreen } from './consents/one.tsx';
import { CodeScreen, NumberScreen } from './door.tsx';
import { HomeScreen } from './home.tsx';
import { myMessages } from './messages.ts';
import type { Parts, Screen } from './state.ts';

export function Page({ screen, ...parts }: Parts & { readonly screen: Screen }) {
  const { door, taps } = parts;
  const here = currentLanguage();
  return (
    <div class="screen">
      <header class="strip">
        <b>{door?.brand.brand ?? 'Zvana asistents'}</b>
        <div class="languages">
          {(door?.brand.languages ?? LANGUAGES).map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-label={`${language.toUpperCase()}, ${LANGUAGE_NAMES[language]}`}
              aria-pressed={language === here}
              onClick={() => taps.speak(language)}
            >
              {language.toUpperCase()}
            </button>
          ))}
        </div>
      </header>
      <main>
        <Shown screen={screen} {...parts} />
      </main>
    </div>
  );
}

function Shown({ screen, ...parts }: Parts & { readonly screen: Screen }) {
  const m = myMessages(currentLanguage());
  switch (screen.at) {
    case 'wait':
      return (
        <h1 class="wait" tabIndex={-1}>
          {m.loading}
        </h1>
      );
    case 'stop':
      return (
        <>
          <h1 tabIndex={-1}>{screen.sentence}</h1>
          <Actions>
            <button class="button main" type="button" onClick={parts.taps.again}>
              {m.again}
            </button>
          </Actions>
        </>
      );
    case 'number':
      return <NumberScreen screen={screen} {...parts} />;
    case 'code':
      return <CodeScreen screen={screen} {...parts} />;
    case 'home':
      return <HomeScreen screen={screen} {...parts} />;
    case 'call':
      return <CallScreen key={screen.call.session} screen={screen} {...parts} />;
    case 'ask':
      return <AskScreen screen={screen} {...parts} />;
    case 'consents':
      return <ConsentsScreen screen={screen} {...parts} />;
    case 'consent':
      return <ConsentScreen screen={screen} {...parts} />;
    case 'history':
      return <HistoryScreen screen={screen} {...parts} />;
    default:
      return screen satisfies never;
  }
}

function Actions({ children }: { readonly children: ComponentChildren }) {
  return <div class="actions">{children}</div>;
}

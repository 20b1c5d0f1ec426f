import type { Language } from '../../protocol/language.ts';
import { currentLanguage } from '../entry/language.ts';
import { Languages } from '../entry/languages.tsx';
import { asideMessages } from '../messages/aside.ts';

interface HomeProps {
  readonly busy: boolean;
  readonly wrong: { readonly field?: 'number' | 'code'; readonly sentence: string } | undefined;
  readonly choose: (language: Language) => void;
  readonly enter: (number: string, code: string) => void;
}

export function Home({ busy, wrong, choose, enter }: HomeProps) {
  const { home } = asideMessages(currentLanguage());
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (busy || !(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    enter(String(data.get('number') ?? ''), String(data.get('code') ?? ''));
  };
  return (
    <div class="screen">
      <header class="strip">
        <b>Zvana asistents</b>
        <Languages choose={choose} />
      </header>
      <main>
        <h1 tabIndex={-1}>{home.title}</h1>
        <p>{home.lead}</p>
        <form class="form" noValidate onSubmit={submit}>
          <label for="number">{home.number}</label>
          <input
            id="number"
            name="number"
            class="field"
            type="tel"
            autoComplete="tel"
            aria-invalid={wrong?.field === 'number'}
            aria-describedby={wrong?.field === 'number' ? 'wrong' : undefined}
          />
          <label for="code">{home.code}</label>
          <input
            id="code"
            name="code"
            class="field digits"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={9}
            aria-invalid={wrong?.field === 'code'}
            aria-describedby={wrong?.field === 'code' ? 'wrong' : 'code-hint'}
          />
          <p id="code-hint" class="small soft">
            {home.codeHint}
          </p>
          {wrong && (
            <p id="wrong" class="wrong" role="alert">
              {wrong.sentence}
            </p>
          )}
          <p class="small">{home.safety}</p>
          <div class="actions">
            <button class="button main" type="submit" aria-disabled={busy}>
              {busy ? home.opening : home.open}
            </button>
          </div>
        </form>
      </main>
    </div>
  );
}

interface StopProps {
  readonly title: string;
  readonly next: string;
  readonly brand: string | undefined;
  readonly choose: (language: Language) => void;
  readonly action: { readonly name: string; readonly act: () => void } | undefined;
}

export function StopScreen({ title, next, brand, choose, action }: StopProps) {
  return (
    <div class="screen">
      <header class="strip">
        <b>{brand ?? 'Zvana asistents'}</b>
        <Languages choose={choose} />
      </header>
      <main>
        <h1 tabIndex={-1}>{title}</h1>
        <p>{next}</p>
        {action && (
          <div class="actions">
            <button class="button main" type="button" onClick={action.act}>
              {action.name}
            </button>
          </div>
        )}
      </main>
    </div>
  );
}

/** The door: the number, then the code. The same two screens for every number, known or not. */

import { useState } from 'preact/hooks';
import { currentLanguage } from '../entry/language.ts';
import { myMessages } from './messages.ts';
import { NoticeLink, typedIn } from './small.tsx';
import type { Parts, Screen } from './state.ts';

type At<K extends Screen['at']> = Parts & { readonly screen: Extract<Screen, { at: K }> };

export function NumberScreen({ screen, door, busy, taps }: At<'number'>) {
  const m = myMessages(currentLanguage());
  const [number, setNumber] = useState(screen.number);
  const [empty, setEmpty] = useState(false);
  const wrong = empty ? m.door.fillNumber : screen.wrong?.sentence;
  const isWrong = empty || screen.wrong?.field === 'number';
  const filled = (act: (number: string) => void) => () => {
    const missing = number.replace(/\D/g, '').length < 7;
    setEmpty(missing);
    if (missing) document.getElementById('number')?.focus();
    else act(number.trim());
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        filled(taps.sendCode)();
      }}
    >
      <h1 tabIndex={-1}>{m.title}</h1>
      {screen.said && <p class="said">{screen.said}</p>}
      <p>{m.door.lead(door?.brand.brand ?? '')}</p>
      <label for="number">{m.door.number}</label>
      <input
        id="number"
        class="field"
        type="tel"
        autocomplete="tel"
        maxLength={32}
        value={number}
        aria-invalid={isWrong}
        aria-describedby={wrong ? 'wrong' : 'number-hint'}
        onInput={(event) => setNumber(typedIn(event))}
      />
      {wrong ? (
        <p id="wrong" class="wrong" role="alert">
          {wrong}
        </p>
      ) : (
        <p id="number-hint" class="small soft">
          {m.door.hint(door?.prefix ?? '')}
        </p>
      )}
      <p class="small soft">{m.door.privacy}</p>
      <NoticeLink door={door} />
      <div class="actions">
        <button class="button main" type="submit" aria-disabled={busy}>
          {busy ? m.door.sending : m.door.send}
        </button>
        <button class="button" type="button" onClick={filled(taps.haveCode)}>
          {m.door.have}
        </button>
      </div>
    </form>
  );
}

export function CodeScreen({ screen, busy, taps }: At<'code'>) {
  const m = myMessages(currentLanguage());
  const [code, setCode] = useState('');
  const [cut, setCut] = useState(false);
  const wrong = cut ? m.code.fill : screen.wrong?.sentence;
  const enter = (event: Event) => {
    event.preventDefault();
    const digits = code.replace(/\D/g, '');
    setCut(digits.length !== 6);
    if (digits.length === 6) taps.enter(screen.number, digits);
    else document.getElementById('code')?.focus();
  };
  return (
    <form class="form" noValidate onSubmit={enter}>
      <h1 tabIndex={-1}>{m.code.title}</h1>
      {screen.sent && <p>{m.code.sent(screen.number)}</p>}
      <label for="code">{m.code.code}</label>
      <input
        id="code"
        class="field digits"
        inputMode="numeric"
        autocomplete="one-time-code"
        maxLength={9}
        value={code}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong ? 'wrong' : 'code-hint'}
        onInput={(event) => setCode(typedIn(event))}
      />
      {wrong ? (
        <p id="wrong" class="wrong" role="alert">
          {wrong}
        </p>
      ) : (
        <p id="code-hint" class="small soft">
          {m.code.hint}
        </p>
      )}
      <p class="warn">{m.code.never}</p>
      <div class="actions">
        <button class="button main" type="submit" aria-disabled={busy}>
          {busy ? m.code.opening : m.code.open}
        </button>
        <div class="two">
          <button class="button" type="button" onClick={() => taps.sendCode(screen.number)}>
            {m.code.anew}
          </button>
          <button class="button" type="button" onClick={taps.otherNumber}>
            {m.code.otherNumber}
          </button>
        </div>
      </div>
    </form>
  );
}

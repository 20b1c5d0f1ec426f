/** A request or an objection, in the subject's own words. */
import { useState } from 'preact/hooks';
import {
  type ObjectedPurpose,
  REQUEST_ARTICLES,
  REQUEST_KINDS,
  type RequestKind,
} from '../../protocol/requests.ts';
import { currentLanguage } from '../entry/language.ts';
import { myMessages } from './messages.ts';
import { typedIn } from './small.tsx';
import type { Parts, Screen } from './state.ts';

/** Those that rest on legitimate interests: an objection can be against no other (Art. 21(1)). */
const OBJECTABLE: readonly ObjectedPurpose[] = ['compliance-review', 'legal-claim', 'security'];

export function AskScreen({
  screen,
  busy,
  taps,
}: Parts & { readonly screen: Extract<Screen, { at: 'ask' }> }) {
  const m = myMessages(currentLanguage());
  const [kind, setKind] = useState<RequestKind>('access');
  const [against, setAgainst] = useState<readonly ObjectedPurpose[]>([]);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const send = (event: Event) => {
    event.preventDefault();
    const objects = kind === 'objection';
    setMissing(objects && against.length === 0);
    if (objects && against.length === 0) return document.getElementById('against-first')?.focus();
    taps.send({ kind, text, ...(objects ? { against } : {}) });
  };
  const wrong = screen.wrong?.sentence;
  return (
    <form class="form" noValidate onSubmit={send}>
      <h1 tabIndex={-1}>{m.ask.title}</h1>
      <p>{m.ask.lead}</p>
      <fieldset>
        <legend class="unseen">{m.ask.title}</legend>
        {REQUEST_KINDS.map((one) => (
          <label key={one} class="choice">
            <input type="radio" name="kind" checked={one === kind} onChange={() => setKind(one)} />
            <span>
              {m.ask.kinds[one]} <span class="small soft">({m.ask.article(REQUEST_ARTICLES[one])})</span>
            </span>
          </label>
        ))}
      </fieldset>
      {kind === 'objection' && (
        <fieldset aria-describedby="against-hint">
          <legend>{m.ask.against}</legend>
          {missing && (
            <p class="wrong" role="alert">
              {m.ask.fillAgainst}
            </p>
          )}
          {OBJECTABLE.map((purpose, place) => (
            <label key={purpose} class="choice">
              <input
                id={place === 0 ? 'against-first' : undefined}
                type="checkbox"
                checked={against.includes(purpose)}
                onChange={() =>
                  setAgainst(
                    against.includes(purpose)
                      ? against.filter((one) => one !== purpose)
                      : [...against, purpose],
                  )
                }
              />
              <span>{m.ask.purposes[purpose]}</span>
            </label>
          ))}
          <p id="against-hint" class="small soft">
            {m.ask.againstHint}
          </p>
        </fieldset>
      )}
      <label for="words">{m.ask.words}</label>
      <textarea
        id="words"
        class="field"
        rows={5}
        maxLength={4000}
        value={text}
        aria-describedby="words-hint"
        onInput={(event) => setText(typedIn(event))}
      />
      <p id="words-hint" class="small soft">
        {m.ask.wordsHint}
      </p>
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <div class="actions">
        <button class="button main" type="submit" aria-disabled={busy}>
          {busy ? m.ask.sending : m.ask.send}
        </button>
        <button class="button" type="button" onClick={taps.home}>
          {m.back}
        </button>
      </div>
    </form>
  );
}

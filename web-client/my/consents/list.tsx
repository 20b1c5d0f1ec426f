/** Everything that the subject can permit, what is in force of it, and one button that takes all of it back. */
import type { OwnConsent } from '../../../protocol/subject-consents.ts';
import { currentLanguage } from '../../entry/language.ts';
import { TextLink } from '../small.tsx';
import type { Parts, Screen } from '../state.ts';
import { consentMessages } from './messages.ts';
import { Outcome, Ways } from './small.tsx';
import { isGiven, stateOf } from './words.ts';

export function ConsentsScreen({
  screen: { own, said, wrong },
  door,
  busy,
  taps,
}: Parts & { readonly screen: Extract<Screen, { at: 'consents' }> }) {
  const language = currentLanguage();
  const m = consentMessages(language);
  const anyGiven = own.consents.some(({ parts }) => parts.some(isGiven));
  return (
    <>
      <h1 tabIndex={-1}>{m.title}</h1>
      <Ways here="consents" taps={taps} />
      <Outcome said={said} wrong={wrong} />
      <p>{m.lead(door?.brand.brand ?? '')}</p>
      <p class="small soft">{m.free}</p>
      <ul class="list">
        {own.consents.map((consent) => (
          <li key={consent.purpose}>
            <button class="card" type="button" onClick={() => taps.openConsent(consent.purpose)}>
              <b>{consent.texts[language].title}</b>
              <ConsentState consent={consent} />
            </button>
          </li>
        ))}
      </ul>
      {anyGiven && (
        <p>
          <button class="button" type="button" aria-disabled={busy} onClick={taps.withdrawAll}>
            {m.withdrawAll}
          </button>
        </p>
      )}
      <p>
        <TextLink href={`/consents/${own.controller}/${language}`} name={m.everyText} />
      </p>
      <div class="actions">
        <button class="button" type="button" onClick={taps.history}>
          {m.history}
        </button>
      </div>
    </>
  );
}

function ConsentState({ consent }: { readonly consent: OwnConsent }) {
  const inForce = consent.parts.some(({ state }) => state === 'in-force');
  return <span class={inForce ? 'state given' : 'state soft'}>{stateOf(consent, currentLanguage())}</span>;
}

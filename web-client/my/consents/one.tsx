/** One consent: its whole text, then a button for each way it can be decided. Nothing is chosen beforehand. */
import type { ConsentText } from '../../../protocol/consent.ts';
import type { OwnConsent, OwnPart } from '../../../protocol/subject-consents.ts';
import { currentLanguage } from '../../entry/language.ts';
import { TextLink } from '../small.tsx';
import type { Parts, Screen, Taps } from '../state.ts';
import { moment } from '../words.ts';
import { consentMessages } from './messages.ts';
import { Outcome } from './small.tsx';
import { isGiven } from './words.ts';

export function ConsentScreen({
  screen: { own, purpose, said, wrong, settling },
  door,
  busy,
  taps,
}: Parts & { readonly screen: Extract<Screen, { at: 'consent' }> }) {
  const language = currentLanguage();
  const m = consentMessages(language);
  const consent = own.consents.find((one) => one.purpose === purpose);
  if (!consent) return null;
  const brand = door?.brand.brand ?? '';
  const text = consent.texts[language];
  return (
    <>
      <h1 tabIndex={-1}>{text.title}</h1>
      <Outcome said={said} wrong={wrong} />
      <Text text={text} brand={brand} />
      <p>
        <TextLink href={consent.addresses[language]} name={m.publicText} />
      </p>
      <h2>{m.decide}</h2>
      {consent.closed && <p>{m.closed[consent.closed](brand)}</p>}
      <ul class="list">
        {consent.parts.map((part) => (
          <li key={part.channel ?? ''} class="card stack">
            <Decision consent={consent} part={part} busy={busy || settling === true} taps={taps} />
          </li>
        ))}
      </ul>
      <p class="small soft">{m.free}</p>
      <div class="actions">
        <button class="button" type="button" onClick={taps.consents}>
          {m.back}
        </button>
      </div>
    </>
  );
}

/** Also in the history, as it was read then. */
export function Text({ text, brand }: { readonly text: ConsentText; readonly brand: string }) {
  const m = consentMessages(currentLanguage());
  return (
    <div class="stack">
      <h2>{m.allows}</h2>
      <ul lang={text.language}>
        {text.allows.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <h2>{m.gives}</h2>
      <p lang={text.language}>{text.gives}</p>
      <h2>{m.limits}</h2>
      {text.limits ? <p lang={text.language}>{text.limits}</p> : <p>{m.untilWithdrawn}</p>}
      <h2>{m.who}</h2>
      <p>{m.may[text.who](brand)}</p>
      {text.humanReview && <p>{m.humanReview}</p>}
    </div>
  );
}

interface DecisionParts {
  readonly consent: OwnConsent;
  readonly part: OwnPart;
  readonly busy: boolean;
  readonly taps: Taps;
}

function Decision({ consent, part, busy, taps }: DecisionParts) {
  const language = currentLanguage();
  const m = consentMessages(language);
  const { channel, state, since, until, under } = part;
  const name = channel ? m.channels[channel] : undefined;
  const given = isGiven(part);
  const button = (label: string, act: () => void) => (
    <button
      class="button"
      type="button"
      aria-disabled={busy}
      aria-label={name && `${label}: ${name}`}
      onClick={act}
    >
      {label}
    </button>
  );
  return (
    <>
      {name && <b>{name}</b>}
      <span class={state === 'in-force' ? 'state given' : 'state'}>
        {state === 'never' || since === undefined ? m.state[state] : m.since[state](moment(since))}
      </span>
      {state === 'retired' && <span>{m.state.retired}</span>}
      {state === 'expired' && <span>{m.state.expired}</span>}
      {until !== undefined && given && <span>{m.until(moment(until))}</span>}
      {given && under && (
        <span>
          {m.under} <TextLink href={under[language]} name={m.underText} />
        </span>
      )}
      {!consent.closed &&
        (!given || under) &&
        button(given ? m.giveThis : m.give, () => taps.give(consent, channel))}
      {given && button(m.withdraw, () => taps.withdraw(consent, channel))}
    </>
  );
}

import { useEffect, useState } from 'preact/hooks';
import type { ConsentChannel, ConsentText } from '../../protocol/consent.ts';
import type { CardStanding } from '../../protocol/http.ts';
import type { Stage } from '../../protocol/stage.ts';
import type { Call } from '../call/call.ts';
import { useDisplayed } from '../call/displayed.ts';
import { request } from '../entry/http.ts';
import { announce } from '../entry/page.ts';
import { type CardMessages, cardMessages } from './messages.ts';

interface ConsentProps {
  readonly call: Call;
  readonly stage: Extract<Stage, { kind: 'consent' }>;
}

interface Read {
  readonly text: ConsentText;
  readonly standing: CardStanding;
}

/** The text as it stands in the catalogue, what is in force of it, and two answers of equal weight. */
export function Consent({ call, stage }: ConsentProps) {
  const m = cardMessages(call.language);
  const [read, setRead] = useState<Read>();
  const [failed, setFailed] = useState(false);
  const [again, setAgain] = useState(0);
  const { showing, outcome } = stage;
  useEffect(() => {
    void load(call, stage).then((found) => {
      setFailed(!found);
      if (found) setRead(found);
      if (found && !outcome) announce(m.asks(call.agent, found.text.title));
    });
  }, [call.language, outcome, again]);
  useDisplayed(call, stage, 0, read !== undefined);
  if (!read) {
    return (
      <>
        <h1 tabIndex={-1}>{m.asks(call.agent, '')}</h1>
        {failed && (
          <button class="button" type="button" onClick={() => setAgain(again + 1)}>
            {m.again}
          </button>
        )}
      </>
    );
  }
  // What was answered stays on the screen with the means to change it.
  return (
    <Answerable
      key={`${showing} ${outcome} ${read.standing.channels}`}
      call={call}
      stage={stage}
      read={read}
      m={m}
    />
  );
}

async function load(call: Call, { purpose, version }: ConsentProps['stage']): Promise<Read | undefined> {
  const address = `/consents/${call.view.brand.key}/${purpose}/${version}/${call.language}.json`;
  const [text, standing] = await Promise.all([
    request<ConsentText>(address),
    request<CardStanding>('/api/caller/consent'),
  ]);
  return text.ok && standing.ok ? { text: text.value, standing: standing.value } : undefined;
}

function Answerable({
  call,
  stage,
  read: { text, standing },
  m,
}: ConsentProps & { readonly read: Read; readonly m: CardMessages }) {
  const [chosen, setChosen] = useState<readonly ConsentChannel[]>(standing.channels);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const { agent, language } = call;

  async function answer(said: 'given' | 'declined' | 'withdrawn', channels: readonly ConsentChannel[] = []) {
    return call.send({ type: 'AnswerConsentCard', showing: stage.showing, answer: said, channels, language });
  }
  async function once(act: () => Promise<unknown>) {
    if (busy) return;
    setBusy(true);
    await act();
    setBusy(false);
  }
  const keep = () => {
    const dropped = standing.channels.filter((channel) => !chosen.includes(channel));
    if (text.channels.length > 0 && chosen.length === 0) {
      // Where the choice is to be made may lie below the buttons.
      document.querySelector<HTMLElement>('.channels input')?.focus();
      return setMissing(true);
    }
    void once(async () => {
      if (dropped.length > 0 && !(await answer('withdrawn', dropped))) return;
      await answer('given', chosen);
    });
  };
  const toggle = (channel: ConsentChannel) => {
    setMissing(false);
    setChosen(chosen.includes(channel) ? chosen.filter((one) => one !== channel) : [...chosen, channel]);
  };
  return (
    <>
      {stage.outcome && <p class="outcome">{m.outcomes(agent)[stage.outcome]}</p>}
      <p class="small soft">{m.from(agent)}</p>
      <h1 tabIndex={-1}>{text.title}</h1>
      <ul class="points">
        {text.allows.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>{text.gives}</p>
      {text.limits && <p>{text.limits}</p>}
      {text.humanReview && <p>{m.human}</p>}
      {text.channels.length > 0 && (
        <fieldset class="channels">
          <legend>{m.channels}</legend>
          {text.channels.map((channel) => (
            <label key={channel}>
              <input type="checkbox" checked={chosen.includes(channel)} onChange={() => toggle(channel)} />
              {m.channel[channel]}
            </label>
          ))}
        </fieldset>
      )}
      <p class="small soft">{m.free}</p>
      <p class="small soft">
        {m.back}{' '}
        <a href={`/my/${call.view.brand.key}`} target="_blank" rel="noopener">
          {location.host}/my/{call.view.brand.key}
        </a>
      </p>
      <div class="actions">
        {missing && (
          <p class="wrong" role="alert">
            {m.choose}
          </p>
        )}
        <div class="pair">
          <button
            class="button"
            type="button"
            aria-disabled={busy}
            onClick={() => void once(() => answer(standing.given ? 'withdrawn' : 'declined'))}
          >
            {standing.given ? m.withdraw : m.decline}
          </button>
          <button class="button" type="button" aria-disabled={busy} onClick={keep}>
            {standing.given ? m.keep : m.give}
          </button>
        </div>
      </div>
    </>
  );
}

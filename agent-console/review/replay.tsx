/**
 * Scrubs through a call. Both screens are rebuilt from the events by the same `evolve` that the live clients use,
 * the caller's by the same parts that show it to the agent.
 */
import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Recorded } from '../../protocol/events.ts';
import type { Me } from '../../protocol/http.ts';
import { evolveAll, NO_SESSION, type SessionState } from '../../protocol/session.ts';
import { tick } from '../model/clock.ts';
import { Button } from '../parts/button.tsx';
import { CallerScreen } from '../parts/call/caller-screen.tsx';
import { joinedOf } from '../pure/permissions.ts';
import { openings } from './model.ts';
import { moment, words } from './words.ts';

interface ReplayProps {
  readonly me: Me;
  readonly access: string;
  readonly events: readonly Recorded[];
}

/** Milliseconds between two events while it plays: their own pauses would be a whole call's. */
const BEAT = 900;

export function Replay({ me, access, events }: ReplayProps) {
  const { replay: text, events: names, roles } = words.value;
  const place = useSignal(events.length);
  const playing = useSignal(false);
  const state = useComputed(() => evolveAll(NO_SESSION, events.slice(0, place.value)));
  const picture = (media: string, width: number) =>
    `/api/review/access/${access}/media/${media}?width=${width}`;
  useEffect(() => {
    if (!playing.value) return;
    const timer = setInterval(() => {
      if (place.value >= events.length) playing.value = false;
      else place.value += 1;
    }, BEAT);
    return () => clearInterval(timer);
  }, [playing.value]);
  const now = events[place.value - 1];
  const step = (by: number) => {
    playing.value = false;
    place.value = Math.min(events.length, Math.max(1, place.value + by));
  };
  const mark = text.watermark(me.name, moment(tick.value + (openings.value?.skew ?? 0)));
  return (
    <div class="replay">
      <h2>{text.title}</h2>
      <div class="scrub">
        <Button label={text.back} disabled={place.value <= 1} onClick={() => step(-1)}>
          ‹
        </Button>
        <Button
          onClick={() => {
            if (!playing.value && place.value >= events.length) place.value = 1;
            playing.value = !playing.value;
          }}
        >
          {playing.value ? text.pause : text.play}
        </Button>
        <Button label={text.forward} disabled={place.value >= events.length} onClick={() => step(1)}>
          ›
        </Button>
        <input
          type="range"
          aria-label={text.position}
          min={1}
          max={events.length}
          value={place.value}
          aria-valuetext={text.of(place.value, events.length)}
          onInput={(event) => {
            playing.value = false;
            place.value = Number(event.currentTarget.value);
          }}
        />
        <span class="number">{text.of(place.value, events.length)}</span>
      </div>
      <p class="now" role="status">
        {now && now.event.type !== 'Redacted' ? (
          <>
            <time>{moment(now.at, true)}</time> · {roles[now.by]} · <strong>{names[now.event.type]}</strong>
          </>
        ) : null}
      </p>
      <div class="screens-beside">
        <section aria-label={text.caller}>
          <h3>{text.caller}</h3>
          <div class="phone marked">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
            <div class="phone-screen" tabIndex={0}>
              <CallerSide me={me} state={state.value} mirrored={{ state, picture }} />
            </div>
            <Watermark text={mark} />
          </div>
        </section>
        <section aria-label={text.agent}>
          <h3>{text.agent}</h3>
          <div class="desk marked">
            <AgentSide state={state.value} picture={picture} />
            <Watermark text={mark} />
          </div>
        </section>
      </div>
    </div>
  );
}

/** Over everything that is shown: a photograph of the screen tells who made it, and when. */
function Watermark({ text }: { text: string }) {
  return (
    <div class="watermark" aria-hidden="true">
      {Array.from({ length: 40 }, (_, place) => (
        <span key={place} data-mark={text} />
      ))}
    </div>
  );
}

type Mirrored = Parameters<typeof CallerScreen>[0]['call'];

function CallerSide({ me, state, mirrored }: { me: Me; state: SessionState; mirrored: Mirrored }) {
  const { replay: text } = words.value;
  const joined = joinedOf(state);
  if (state.status === 'ended') return <p class="phone-empty">{text.ended}</p>;
  if (!joined) return <p class="phone-empty">{text.before}</p>;
  if (joined.match.kind === 'pending') {
    return (
      <div class="phone-empty">
        <p>{text.digits}</p>
        <p class="digits number">{joined.match.digits}</p>
        <p>
          {text.word}: {'word' in state ? state.word : ''}
        </p>
      </div>
    );
  }
  return <CallerScreen call={mirrored} me={me} stage={joined.stage} />;
}

function AgentSide({
  state,
  picture,
}: {
  state: SessionState;
  picture: (media: string, width: number) => string;
}) {
  const { replay: text } = words.value;
  if (!('agentName' in state)) return null;
  const joined = joinedOf(state);
  const asked = joined?.requests.find((request) => request.state === 'open');
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{text.number}</dt>
          <dd class="number">{state.number ?? '–'}</dd>
        </div>
        {state.matter ? (
          <div>
            <dt>{text.matter}</dt>
            <dd>{state.matter}</dd>
          </div>
        ) : null}
        {joined ? (
          <>
            <div>
              <dt>{text.word}</dt>
              <dd>
                {state.word} · {text.match[joined.match.kind]}
              </dd>
            </div>
            <div>
              <dt>{text.onStage}</dt>
              <dd>{text.stage[joined.stage.kind]}</dd>
            </div>
          </>
        ) : null}
        {asked ? (
          <div>
            <dt>{text.asked}</dt>
            <dd>{asked.hint || '–'}</dd>
          </div>
        ) : null}
      </dl>
      {joined && joined.photos.length > 0 ? (
        <>
          <h4>{text.photos}</h4>
          <ul class="photos-kept">
            {joined.photos.map((photo, place) => (
              <li key={photo.id}>
                {photo.erased ? (
                  <span class="soft">
                    {text.photo(place + 1)}: {text.photoGone}
                  </span>
                ) : (
                  <img
                    src={picture(photo.id, 640)}
                    alt={text.photo(place + 1)}
                    width={photo.width}
                    height={photo.height}
                    onError={(event) => event.currentTarget.setAttribute('data-gone', 'true')}
                  />
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

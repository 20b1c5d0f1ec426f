import { useEffect } from 'preact/hooks';
import type { PhotoRequest } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import type { CardStage } from '../card/card.tsx';
import type { Call } from './call.ts';
import { CopyChip } from './copy.tsx';
import { useDisplayed } from './displayed.ts';
import { Guide } from './guide.tsx';
import { SpeakerIcon, WifiIcon } from './icons.tsx';
import { useLate } from './late.ts';
import { mediaAddress } from './media.ts';
import { Pointer } from './pointer.tsx';
import { Zoomable } from './zoom.tsx';

/** What the agent has put on the screen, with an open request for a photo above it. */
export function StageScreen({ call }: { readonly call: Call }) {
  const { request } = call;
  return (
    <>
      {request && <Request key={request.id} call={call} request={request} />}
      <Shown call={call} stage={call.stage} asked={request !== undefined} />
    </>
  );
}

function Shown({
  call,
  stage,
  asked,
}: {
  readonly call: Call;
  readonly stage: Stage;
  readonly asked: boolean;
}) {
  switch (stage.kind) {
    case 'nothing':
      return <Waiting call={call} asked={asked} />;
    case 'guide':
      return <Guide key={stage.showing} call={call} stage={stage} />;
    case 'note':
      return <Note key={stage.showing} call={call} stage={stage} />;
    case 'picture':
      return <Picture key={stage.showing} call={call} stage={stage} />;
    default:
      return <Card key={stage.showing} call={call} stage={stage} />;
  }
}

function Card({ call, stage }: { readonly call: Call; readonly stage: CardStage }) {
  const Screen = useLate(call, async () => (await import('../card/card.tsx')).Card);
  return Screen ? <Screen call={call} stage={stage} /> : <h1 tabIndex={-1}>{call.m.strip.joining}</h1>;
}

function Request({ call, request }: { readonly call: Call; readonly request: PhotoRequest }) {
  const { m } = call;
  // It stands above what is shown, where someone who has scrolled down to a step's text would never see it.
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scrollTo({ top: 0, behavior: still ? 'auto' : 'smooth' });
  }, []);
  return (
    <section class="card asked">
      <h2>{m.request.asks(call.agent)}</h2>
      {request.hint && <p>{request.hint}</p>}
      <div class="pair">
        <button
          class="button"
          type="button"
          onClick={() => void call.send({ type: 'DeclinePhotoRequest', request: request.id })}
        >
          {m.request.notNow}
        </button>
        <button class="button main" type="button" onClick={() => call.photos.begin(request.id)}>
          {m.request.send}
        </button>
      </div>
    </section>
  );
}

function Waiting({ call, asked }: { readonly call: Call; readonly asked: boolean }) {
  const { m } = call;
  return (
    <>
      <h1 tabIndex={-1}>{m.wait.title(call.agent)}</h1>
      <p>{m.wait.lead}</p>
      <ul class="tips">
        <li>
          <SpeakerIcon />
          {m.wait.speaker}
        </li>
        <li>
          <WifiIcon />
          {m.wait.wifi}
        </li>
      </ul>
      {!asked && (
        <div class="actions">
          <button class="button main" type="button" onClick={() => call.photos.begin()}>
            {m.wait.send}
          </button>
        </div>
      )}
    </>
  );
}

function Note({ call, stage }: { readonly call: Call; readonly stage: Extract<Stage, { kind: 'note' }> }) {
  useDisplayed(call, stage, 0, true);
  return (
    <>
      <h1 tabIndex={-1}>{call.m.note(call.agent)}</h1>
      <p class="note">{stage.text}</p>
      <CopyChip m={call.m} value={stage.text} main />
    </>
  );
}

function Picture({
  call,
  stage,
}: {
  readonly call: Call;
  readonly stage: Extract<Stage, { kind: 'picture' }>;
}) {
  const loaded = useDisplayed(call, stage, 0, false);
  return (
    <>
      <h1 tabIndex={-1}>{call.m.picture(call.agent)}</h1>
      <Zoomable
        m={call.m}
        src={mediaAddress(stage.media, screenWidth())}
        large={mediaAddress(stage.media, 2048)}
        alt={stage.alt}
        width={stage.width}
        height={stage.height}
        onLoad={loaded}
      >
        <Pointer at={call.pointer} />
      </Zoomable>
      <p>{stage.alt}</p>
    </>
  );
}

/** Pixels that the picture can use on this screen, in the widths that the server keeps. */
function screenWidth(): number {
  const pixels = Math.min(innerWidth, 576) * devicePixelRatio;
  return pixels <= 640 ? 640 : pixels <= 1280 ? 1280 : 2048;
}

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { NoDocuments, NoPasswords, NoPeople, SpeakerIcon } from '../call/icons.tsx';
import { announce } from '../entry/page.ts';
import { decode } from './draw.ts';
import type { Tool } from './edits.ts';
import type { Draft } from './flow.ts';
import { Preview } from './preview.tsx';
import { RectTool } from './rect-tool.tsx';

type Of<S extends Draft['step']> = Extract<Draft, { step: S }>;

/** The way of a photo, one question per screen. */
export function PhotoScreens({ call }: { readonly call: Call }) {
  const draft = call.photos.draft();
  switch (draft?.step) {
    case undefined:
      return null;
    case 'choose':
      return <Choose call={call} draft={draft} />;
    case 'reading':
      return (
        <h1 class="wait" tabIndex={-1}>
          {call.m.photo.reading}
        </h1>
      );
    case 'edit':
    case 'confirm':
      return <Prepared key={draft.id} call={call} draft={draft} />;
    case 'sending':
      return <SendingScreen call={call} draft={draft} />;
    case 'sent':
      return <Sent call={call} />;
    default:
      return draft satisfies never;
  }
}

function Choose({ call, draft }: { readonly call: Call; readonly draft: Of<'choose'> }) {
  const { m } = call;
  const { photo: p } = m;
  const request = call.session.joined.requests.find(({ id }) => id === draft.request);
  return (
    <>
      <h1 tabIndex={-1}>{p.title}</h1>
      {request?.hint && <p class="card">{request.hint}</p>}
      {draft.problem && (
        <p class="wrong" role="alert">
          {draft.problem.kind === 'refused' && `${p.refused}. ${draft.problem.sentence}`}
          {draft.problem.kind === 'undecodable' && p.undecodable}
          {draft.problem.kind === 'came-back' && p.cameBack}
        </p>
      )}
      <p>{p.lead(call.agent)}</p>
      <ul class="tips">
        <li>
          <SpeakerIcon />
          {p.speaker}
        </li>
      </ul>
      <p class="small soft">{p.noCamera}</p>
      <div class="actions">
        <FileButton call={call} camera>
          {p.take}
        </FileButton>
        <FileButton call={call}>{p.choose}</FileButton>
        <button class="button plain-button" type="button" onClick={call.photos.cancel}>
          {m.cancel}
        </button>
      </div>
    </>
  );
}

/** A file field in the shape of a button: the phone itself asks for the camera, no permission of ours needed. */
function FileButton(props: {
  readonly call: Call;
  readonly camera?: boolean;
  readonly children: ComponentChildren;
}) {
  const { call, camera } = props;
  const left = (open: boolean) => camera && call.signal({ type: 'camera', open });
  return (
    <label class={camera ? 'button main' : 'button'}>
      {props.children}
      <input
        class="unseen"
        type="file"
        accept="image/*"
        {...(camera ? { capture: 'environment' as const } : {})}
        onClick={() => {
          call.photos.asked();
          left(true);
        }}
        onCancel={() => {
          call.photos.declined();
          left(false);
        }}
        onChange={(event) => {
          left(false);
          const file = event.currentTarget.files?.[0];
          if (file) void call.photos.picked(file);
        }}
      />
    </label>
  );
}

/** Looking, editing and confirming share the decoded picture. */
function Prepared({ call, draft }: { readonly call: Call; readonly draft: Of<'edit' | 'confirm'> }) {
  const [source, setSource] = useState<HTMLImageElement>();
  const [tool, setTool] = useState<Tool>();
  useEffect(() => {
    let gone = false;
    void decode(draft.base.jpeg).then((image) => gone || setSource(image));
    return () => {
      gone = true;
    };
  }, [draft.base.jpeg]);
  if (!source) return null;
  if (tool) return <RectTool {...{ call, draft, source, tool }} close={() => setTool(undefined)} />;
  const props = { call, draft, source };
  return draft.step === 'edit' ? <Look {...props} pick={setTool} /> : <Confirm {...props} />;
}

interface PreparedProps {
  readonly call: Call;
  readonly draft: Of<'edit' | 'confirm'>;
  readonly source: HTMLImageElement;
}

function Look({ call, draft, source, pick }: PreparedProps & { readonly pick: (tool: Tool) => void }) {
  const { photo: p } = call.m;
  const undo = () => {
    call.photos.undo();
    announce(p.undone);
  };
  return (
    <>
      <h1 class="unseen" tabIndex={-1}>
        {p.look}
      </h1>
      <Preview {...{ draft, source }} name={p.preview} />
      <div class="actions">
        <div class="tools">
          <button class="button" type="button" onClick={() => pick('crop')}>
            {p.crop}
          </button>
          <button class="button" type="button" onClick={() => pick('cover')}>
            {p.cover}
          </button>
        </div>
        <div class="tools">
          {draft.edits.length > 0 ? (
            <button class="button" type="button" onClick={undo}>
              {call.m.undo}
            </button>
          ) : (
            <button class="button" type="button" onClick={call.photos.cancel}>
              {call.m.cancel}
            </button>
          )}
          <button class="button main" type="button" onClick={() => call.photos.turn('confirm')}>
            {p.go}
          </button>
        </div>
      </div>
    </>
  );
}

/**
 * The three don'ts as pictures and the one sentence that is confirmed, in the words of the version that is recorded
 * with the photo; only this button lets bytes leave the phone.
 */
function Confirm({ call, draft, source }: PreparedProps) {
  const { photo: p } = call.m;
  const { title, points, confirmation } = call.view.reminderTexts[call.language];
  const drawings = [<NoDocuments key={0} />, <NoPasswords key={1} />, <NoPeople key={2} />];
  return (
    <>
      <h1 tabIndex={-1}>{p.confirmTitle}</h1>
      <p>{title}:</p>
      <ul class="donts">
        {points.map((point, index) => (
          <li key={point}>
            {drawings[index]}
            {point}
          </li>
        ))}
      </ul>
      <p>{confirmation}</p>
      <Preview {...{ draft, source }} name={p.preview} small />
      <div class="actions">
        <button class="button main" type="button" onClick={call.photos.confirm}>
          {p.sendNow}
        </button>
        <button class="button" type="button" onClick={() => call.photos.turn('edit')}>
          {p.change}
        </button>
      </div>
    </>
  );
}

function SendingScreen({ call, draft }: { readonly call: Call; readonly draft: Of<'sending'> }) {
  const { photo: p } = call.m;
  const waiting = draft.waiting || !call.connected;
  return (
    <>
      <h1 tabIndex={-1}>{p.sending}</h1>
      <progress class="bar" max={100} value={draft.percent} aria-label={p.sending} />
      <p class="percent">{p.percent(draft.percent)}</p>
      {waiting && (
        <p class="card" role="status">
          {p.kept}
        </p>
      )}
      <div class="actions">
        <button class="button" type="button" onClick={call.photos.cancel}>
          {call.m.cancel}
        </button>
      </div>
    </>
  );
}

function Sent({ call }: { readonly call: Call }) {
  const { photo: p } = call.m;
  return (
    <>
      <h1 tabIndex={-1}>{p.sentTitle}</h1>
      <p>{p.sent(call.agent)}</p>
      <div class="actions">
        <button class="button" type="button" onClick={() => call.photos.begin()}>
          {p.another}
        </button>
        <button class="button main" type="button" onClick={call.photos.cancel}>
          {p.ready}
        </button>
      </div>
    </>
  );
}

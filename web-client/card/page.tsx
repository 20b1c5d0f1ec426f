import { useState } from 'preact/hooks';
import type { Stage } from '../../protocol/stage.ts';
import type { Call } from '../call/call.ts';
import { useDisplayed } from '../call/displayed.ts';

/** A page the agent suggests. Nothing is asked of that site before the caller taps. */
export function PageCard({
  call,
  stage,
}: {
  readonly call: Call;
  readonly stage: Extract<Stage, { kind: 'page' }>;
}) {
  useDisplayed(call, stage, 0, true);
  const { m } = call;
  const [framed, setFramed] = useState(false);
  const tap = () => void call.send({ type: 'TapPage', showing: stage.showing });
  return (
    <>
      <h1 tabIndex={-1}>{m.page.title(call.agent)}</h1>
      <div class="card">
        <h2>{stage.title}</h2>
        <p class="host">{stage.host}</p>
      </div>
      {framed ? (
        <iframe
          class="frame"
          src={stage.url}
          title={stage.title}
          sandbox="allow-scripts allow-same-origin allow-forms allow-popups"
          referrerpolicy="no-referrer"
        />
      ) : (
        <p>{stage.open === 'frame' ? m.page.frame(stage.host) : m.page.leave(stage.host)}</p>
      )}
      {stage.tappedAt !== undefined && <p class="good">{m.page.opened} ✓</p>}
      <div class="actions">
        {stage.open === 'frame' && !framed ? (
          <button
            class="button main"
            type="button"
            onClick={() => {
              tap();
              setFramed(true);
            }}
          >
            {m.page.open}
          </button>
        ) : (
          <a
            class={framed ? 'button' : 'button main'}
            href={stage.url}
            target="_blank"
            rel="noopener noreferrer"
            onClick={tap}
          >
            {framed ? m.page.newTab : m.page.open}
          </a>
        )}
      </div>
    </>
  );
}

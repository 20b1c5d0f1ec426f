import { useEffect, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import type { qrPath } from '../call/qr.ts';

/** Continue on another device: ask, wait for the agent, then a QR code or the six digits. */
export function Move({ call }: { readonly call: Call }) {
  const { m, agent, session } = call;
  const { deviceMove } = session.joined;
  const { invitation } = session;
  const offered = deviceMove === 'offered' && invitation?.way === 'move' ? invitation : undefined;
  return (
    <>
      <h1 tabIndex={-1}>{m.move.title}</h1>
      {deviceMove === 'none' && <p>{m.move.lead(agent)}</p>}
      {deviceMove === 'requested' && <p>{m.move.asked(agent)}</p>}
      {offered?.token && (
        <>
          <p>{m.move.scan}</p>
          <QrCode text={`${location.origin}/#${offered.token}`} name={m.move.qr} />
        </>
      )}
      {offered?.code && (
        <>
          <p>{m.move.or(`${location.host}/k`)}</p>
          <p class="code">{offered.code.replace(/(...)(?=.)/, '$1 ')}</p>
        </>
      )}
      <div class="actions">
        {deviceMove === 'none' && (
          <button
            class="button main"
            type="button"
            onClick={() => void call.send({ type: 'RequestDeviceMove' })}
          >
            {m.move.ask}
          </button>
        )}
        <button class="button" type="button" onClick={() => call.open('none')}>
          {m.back}
        </button>
      </div>
    </>
  );
}

/** Drawn here, so that the link goes to no one else; by a chunk of its own, as only a move needs it. */
function QrCode({ text, name }: { readonly text: string; readonly name: string }) {
  const [drawn, setDrawn] = useState<ReturnType<typeof qrPath>>();
  useEffect(() => {
    // Without it the six digits below are still there.
    import('../call/qr.ts').then(
      (chunk) => setDrawn(chunk.qrPath(text)),
      () => undefined,
    );
  }, [text]);
  if (!drawn) return null;
  const side = drawn.size + 8;
  return (
    <svg class="qr" role="img" aria-label={name} viewBox={`-4 -4 ${side} ${side}`}>
      <path d={drawn.path} />
    </svg>
  );
}

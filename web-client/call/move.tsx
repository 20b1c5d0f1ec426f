import { useMemo } from 'preact/hooks';
import type { Call } from './call.ts';
import { qrPath } from './qr.ts';

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

/** Drawn here, so that the link goes to no one else. */
function QrCode({ text, name }: { readonly text: string; readonly name: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg class="qr" role="img" aria-label={name} viewBox={`-4 -4 ${size + 8} ${size + 8}`}>
      <path d={path} />
    </svg>
  );
}

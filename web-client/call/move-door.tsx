import { useEffect, useState } from 'preact/hooks';
import type { Call } from './call.ts';

type Door = typeof import('./move.tsx').Move;

/** Few callers move: the screen and its QR code are loaded by those who do. */
export function MoveDoor({ call }: { readonly call: Call }) {
  const [Move, setMove] = useState<Door>();
  useEffect(() => {
    import('./move.tsx').then(
      (chunk) => setMove(() => chunk.Move),
      () => call.say(call.m.strip.lost),
    );
  }, []);
  if (Move) return <Move call={call} />;
  return (
    <>
      <h1 tabIndex={-1}>{call.m.move.title}</h1>
      <div class="actions">
        <button class="button" type="button" onClick={() => call.open('none')}>
          {call.m.back}
        </button>
      </div>
    </>
  );
}

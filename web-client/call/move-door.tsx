import type { Call } from './call.ts';
import { useLate } from './late.ts';

/** Few callers move: the screen is loaded by those who do. */
export function MoveDoor({ call }: { readonly call: Call }) {
  const Move = useLate(call, async () => (await import('../card/card.tsx')).Move);
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

/** The caller asks to continue on another device; the agent agrees or declines. */
import { joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { ChordButton } from '../button.tsx';
import { Refusal } from './refusal.tsx';

export function DeviceMove({ call }: Pick<CallProps, 'call'>) {
  const { move: text } = messages.value;
  const move = joinedOf(call.state.value)?.deviceMove ?? 'none';
  const busy = call.pending.value.has('move');
  if (move === 'none') return null;
  if (move === 'offered') return <p class="notice">{text.offered}</p>;
  return (
    <section class="notice" role="status">
      <strong>{text.title}</strong>
      <p class="hint">{text.hint}</p>
      <div class="row">
        <ChordButton
          chord="agreeMove"
          kind="main"
          disabled={busy}
          onClick={() => void call.run('move', { type: 'AgreeDeviceMove' })}
        >
          {text.agree}
        </ChordButton>
        <ChordButton
          chord="declineMove"
          disabled={busy}
          onClick={() => void call.run('move', { type: 'DeclineDeviceMove' })}
        >
          {text.decline}
        </ChordButton>
      </div>
      <Refusal call={call} area="move" />
    </section>
  );
}

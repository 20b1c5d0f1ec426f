/** The line above the columns: whose call this is, how long it lasts, and the ways out of it. */

import { whereabouts } from '../../pure/journey.ts';
import { joinedOf } from '../../pure/permissions.ts';
import { groupDigits } from '../../pure/phone-number.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages, span } from '../../text/language.ts';
import { ChordButton } from '../button.tsx';
import { matterTitle } from '../new-call-fields.tsx';

interface BarProps extends CallProps {
  readonly onEnd: () => void;
  readonly onHandOver: () => void;
}

export function CallBar({ call, me, onEnd, onHandOver }: BarProps) {
  const { call: text, languages } = messages.value;
  const state = call.state.value;
  if (state.status === 'none' || state.status === 'erased') return null;
  return (
    <div class="call-bar">
      <h1 class="call-number">{state.number ? groupDigits(state.number) : text.label}</h1>
      <p class="call-facts">
        <span>{matterTitle(me, state.category)}</span>
        <span>{languages[state.language]}</span>
        {state.matter ? <span class="call-matter">{state.matter}</span> : null}
      </p>
      <span class="call-time" title={text.duration}>
        <span class="hidden">{text.duration} </span>
        {span(call.now.value - state.createdAt)}
      </span>
      <CallerPlace call={call} />
      <OwnConnection call={call} />
      <span class="call-actions">
        <ChordButton chord="handOver" onClick={onHandOver}>
          {text.handOver}
        </ChordButton>
        <ChordButton chord="end" kind="danger" onClick={onEnd}>
          {text.end}
        </ChordButton>
      </span>
    </div>
  );
}

/** Where the caller is, in one word, from Accept on; before, the journey strip tells. */
function CallerPlace({ call }: Pick<CallProps, 'call'>) {
  const { whereabouts: places, call: text } = messages.value;
  if (!joinedOf(call.state.value)) return null;
  const place = whereabouts(call.presence.value, call.signs.value);
  return (
    <span class="caller-place" data-place={place}>
      <span class="soft">{text.caller}:</span> {places[place]}
    </span>
  );
}

function OwnConnection({ call }: Pick<CallProps, 'call'>) {
  const { call: text } = messages.value;
  const open = call.connection.value === 'open';
  return (
    <span class="own-connection" data-open={open} role="status" title={open ? undefined : text.offlineLong}>
      <span>{open ? text.connected : text.offline}</span>
    </span>
  );
}

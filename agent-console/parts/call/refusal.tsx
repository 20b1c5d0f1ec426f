/** Why the server said no, where the command was given. */
import type { Area, Call } from '../../model/call.ts';

export function Refusal({ call, area }: { call: Call; area: Area }) {
  return (
    <p class="refusal" role="alert">
      {call.refusals.value[area]}
    </p>
  );
}

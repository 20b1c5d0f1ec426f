/** The way from "sent" to "here", with times. */
import { type JourneyStep, journeySteps, whereabouts } from '../../pure/journey.ts';
import { joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { clockTime, messages } from '../../text/language.ts';

export function JourneyStrip({ call }: Pick<CallProps, 'call'>) {
  const { journeyTitle, device, languages } = messages.value;
  const state = call.state.value;
  if (state.status === 'none' || state.status === 'erased') return null;
  const joined = joinedOf(state);
  return (
    <section class="journey" aria-labelledby="journey">
      <h2 id="journey">{journeyTitle}</h2>
      <ol>
        {journeySteps(state, call.presence.value, call.signs.value).map((step) => (
          <Step key={step.key} call={call} step={step} />
        ))}
      </ol>
      {joined ? (
        <p class="hint">
          {device[joined.device]} · {languages[state.language]}
        </p>
      ) : null}
    </section>
  );
}

function Step({ call, step }: Pick<CallProps, 'call'> & { step: JourneyStep }) {
  const { journey, whereabouts: places } = messages.value;
  const place = whereabouts(call.presence.value, call.signs.value);
  const live = step.key === 'here' && step.mark !== 'ahead';
  return (
    <li data-mark={step.mark} aria-current={step.mark === 'now' ? 'step' : undefined}>
      <span>{live ? places[place] : journey[step.key]}</span>
      {step.at === undefined || (live && !call.signs.value.witnessed) ? null : (
        <time class="number">{clockTime(step.at, true)}</time>
      )}
    </li>
  );
}

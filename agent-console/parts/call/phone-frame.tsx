/** A copy of the caller's screen, in the caller's language, in the shape of a phone. */
import type { Stage } from '../../../protocol/stage.ts';
import { hindrance } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages, uiLanguage } from '../../text/language.ts';
import { Icon } from '../icon.tsx';
import { CallerScreen } from './caller-screen.tsx';

export function PhoneFrame({ call, me, stage }: CallProps & { stage: Stage }) {
  const state = call.state.value;
  if (!('language' in state)) return null;
  const before = hindrance(state);
  return (
    <div class="phone" data-away={call.presence.value.caller !== 'here'}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div class="phone-screen" tabIndex={0} lang={before ? uiLanguage.value : state.language}>
        {before ? <Before why={before} /> : <CallerScreen call={call} me={me} stage={stage} />}
      </div>
    </div>
  );
}

/** Until the match the agent must not see the caller's screen: the two digits stand there. */
function Before({ why }: { why: 'before' | 'unmatched' | 'over' }) {
  const { stage: text } = messages.value;
  return (
    <div class="phone-empty">
      <Icon name={why === 'before' ? 'away' : 'person'} />
      <p>{why === 'unmatched' ? text.unmatched : text.before}</p>
    </div>
  );
}

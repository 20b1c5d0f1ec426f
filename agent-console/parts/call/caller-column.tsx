/** The caller: where they are on the way, what to say to them now, and the match. */
import { advise, type NextStep } from '../../pure/advise.ts';
import { hindrance } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { sayNow } from '../../text/say.ts';
import { Button } from '../button.tsx';
import { DeviceMove } from './device-move.tsx';
import { groupCode, InvitationTools } from './invitation-tools.tsx';
import { JourneyStrip } from './journey-strip.tsx';
import { MatchBox } from './match-box.tsx';

export function CallerColumn({ call, me }: CallProps) {
  const { call: text } = messages.value;
  const joined = hindrance(call.state.value) !== 'before';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section class="column caller" aria-label={text.caller} tabIndex={0}>
      <SayNow call={call} me={me} />
      <DeviceMove call={call} />
      {joined ? <MatchBox call={call} /> : <InvitationTools call={call} me={me} />}
      <JourneyStrip call={call} />
    </section>
  );
}

function SayNow({ call, me }: CallProps) {
  const { say, sayIn } = messages.value;
  const state = call.state.value;
  if (state.status === 'none' || state.status === 'erased') return null;
  const advice = advise(state, call.presence.value, call.signs.value, call.now.value);
  const invitation = 'invitation' in state ? state.invitation : undefined;
  const facts = {
    brand: me.brand.brand,
    word: state.word,
    code: groupCode(invitation?.code ?? ''),
    address: me.codeAddress,
  };
  return (
    <section class="say" aria-labelledby="say">
      <h2 id="say">
        {say} <span class="soft">{sayIn[state.language]}</span>
      </h2>
      <blockquote lang={state.language}>{sayNow(state.language, advice.say, facts)}</blockquote>
      {advice.stall ? <StallNote call={call} stall={advice.stall} /> : null}
    </section>
  );
}

type Stall = NonNullable<ReturnType<typeof advise>['stall']>;

function StallNote({ call, stall }: Pick<CallProps, 'call'> & { stall: Stall }) {
  const { stall: reasons, next, lasted } = messages.value;
  return (
    <div class="stall">
      <p>
        <strong>{reasons[stall.reason]}</strong>{' '}
        {stall.seconds > 0 ? <span class="soft number">{lasted(stall.seconds)}</span> : null}
      </p>
      <ol>
        {stall.next.map((step) => (
          <li key={step}>
            {next[step]} <NextAction call={call} step={step} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Two of the next steps are something the console can do at once. */
function NextAction({ call, step }: Pick<CallProps, 'call'> & { step: NextStep }) {
  const { invite } = messages.value;
  const busy = call.pending.value.has('invite');
  if (step === 'read-code') {
    return (
      <Button small disabled={busy} onClick={() => void call.run('invite', { type: 'IssueSpokenCode' })}>
        {invite.code}
      </Button>
    );
  }
  if (step === 'send-again') {
    return (
      <Button small disabled={busy} onClick={() => void call.run('invite', { type: 'SendInvitation' })}>
        {invite.again}
      </Button>
    );
  }
  return null;
}

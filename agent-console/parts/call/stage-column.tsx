/** The stage: what the caller has on screen, how sure that is, and the tools to change it. */
import type { Stage } from '../../../protocol/stage.ts';
import { joinedOf } from '../../pure/permissions.ts';
import { stageTruth } from '../../pure/stage-truth.ts';
import type { CallProps } from '../../screens/call.tsx';
import { clockTime, messages } from '../../text/language.ts';
import { ChordButton } from '../button.tsx';
import { useChord } from '../chord.tsx';
import { Icon } from '../icon.tsx';
import { GuideSteps } from './guide-steps.tsx';
import { PhoneFrame } from './phone-frame.tsx';
import { Refusal } from './refusal.tsx';

export function StageColumn({ call, me }: CallProps) {
  const { call: text } = messages.value;
  const stage = joinedOf(call.state.value)?.stage ?? { kind: 'nothing' };
  return (
    <section class="column stage" aria-label={text.stage}>
      <StageStatus call={call} stage={stage} />
      <div class="stage-body">
        <PhoneFrame call={call} me={me} stage={stage} />
        {stage.kind === 'guide' ? <GuideSteps call={call} me={me} stage={stage} /> : null}
      </div>
      <Tools call={call} stage={stage} />
      <Refusal call={call} area="stage" />
    </section>
  );
}

interface StageProps extends Pick<CallProps, 'call'> {
  readonly stage: Stage;
}

/** Never says "shown" before the caller's device has said so (AGT-5). */
function StageStatus({ call, stage }: StageProps) {
  const { stage: text } = messages.value;
  const sending = call.pending.value.has('stage') || call.pending.value.has('library');
  const truth = stageTruth(stage, sending, call.presence.value, call.signs.value);
  const sentences = {
    nothing: '',
    sending: text.sending,
    camera: text.away_camera,
    away: text.away,
    waiting: text.waiting,
    shown: stage.kind === 'nothing' ? '' : text.shown(clockTime(stage.displayedAt ?? stage.shownAt, true)),
  };
  return (
    <p class="stage-status" data-truth={truth} role="status">
      <span>{sentences[truth]}</span>
      <Detail stage={stage} />
    </p>
  );
}

function Detail({ stage }: { stage: Stage }) {
  const { stage: text } = messages.value;
  if (stage.kind === 'page') {
    return (
      <span>{stage.tappedAt === undefined ? text.notTapped : text.tapped(clockTime(stage.tappedAt))}</span>
    );
  }
  if (stage.kind === 'consent') {
    const { outcomes, asked } = messages.value.consents;
    const said = stage.outcome === undefined ? asked : outcomes[stage.outcome];
    return <span class={stage.outcome === 'given' ? 'says-done' : ''}>{said}</span>;
  }
  if (stage.kind !== 'guide') return null;
  const answer = stage.answers[stage.step];
  if (answer === 'help') return <span class="asks-help">{text.asksHelp}</span>;
  if (answer === 'done') return <span class="says-done">{text.saysDone}</span>;
  const elsewhere = stage.displayedStep !== undefined && stage.displayedStep !== stage.step;
  return elsewhere ? <span>{text.onScreen((stage.displayedStep ?? 0) + 1)}</span> : null;
}

function Tools({ call, stage }: StageProps) {
  const { stage: text } = messages.value;
  if (stage.kind === 'nothing') return null;
  return (
    <div class="stage-tools">
      {stage.kind === 'guide' ? <GuideTools call={call} stage={stage} /> : null}
      <ChordButton
        chord="clearStage"
        kind="quiet"
        onClick={() => void call.run('stage', { type: 'ClearStage' })}
      >
        {text.clear}
      </ChordButton>
    </div>
  );
}

function GuideTools({ call, stage }: Pick<CallProps, 'call'> & { stage: Extract<Stage, { kind: 'guide' }> }) {
  const { stage: text } = messages.value;
  const { showing, step, steps, turning } = stage;
  const turn = (to: number) => void call.run('stage', { type: 'TurnStep', showing, step: to });
  const change = () => {
    const to = turning === 'both' ? 'agent' : 'both';
    void call.run('stage', { type: 'ChangeTurning', showing, turning: to });
  };
  useChord('turning', change);
  return (
    <>
      <ChordButton chord="stepBack" disabled={step === 0} label={text.back} onClick={() => turn(step - 1)}>
        <Icon name="back" />
      </ChordButton>
      <strong class="number step-count">{text.step(step + 1, steps)}</strong>
      <ChordButton
        chord="stepForward"
        kind="main"
        disabled={step === steps - 1}
        label={text.forward}
        onClick={() => turn(step + 1)}
      >
        <Icon name="forward" />
      </ChordButton>
      <label class="switch">
        <input type="checkbox" checked={turning === 'both'} onChange={change} />
        <span>{text.turning}</span>
      </label>
    </>
  );
}

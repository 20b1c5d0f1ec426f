import { useEffect, useMemo, useState } from 'preact/hooks';
import type { GuideDocument } from '../../protocol/guide.ts';
import type { Call } from './call.ts';
import { CopyChip } from './copy.tsx';
import { useDisplayed } from './displayed.ts';
import { fetchGuide, type GuideStage, guideAddress, heldGuide } from './guides.ts';
import { BackIcon, ForwardIcon } from './icons.tsx';
import { Pointer } from './pointer.tsx';
import { swipeListeners } from './swipe.ts';
import { Zoomable } from './zoom.tsx';

interface Props {
  readonly call: Call;
  readonly stage: GuideStage;
}

/** A guide, one step at a time: the picture, the sentence, "Done" and "I need help". */
export function Guide({ call, stage }: Props) {
  const address = guideAddress(call.session.controller, stage, call.language);
  const [, setFetched] = useState('');
  const [failed, setFailed] = useState(false);
  const guide = heldGuide(address);
  const load = async () => {
    setFailed(false);
    if (await fetchGuide(address)) setFetched(address);
    else setFailed(true);
  };
  useEffect(() => {
    if (!guide) void load();
  }, [address, call.connected]);
  if (guide) return <Step call={call} stage={stage} guide={guide} />;
  return (
    <>
      <h1 tabIndex={-1}>{failed ? call.m.guide.failed : call.m.strip.joining}</h1>
      {failed && (
        <div class="actions">
          <button class="button main" type="button" onClick={() => void load()}>
            {call.m.again}
          </button>
        </div>
      )}
    </>
  );
}

function Step({ call, stage, guide }: Props & { readonly guide: GuideDocument }) {
  const { m } = call;
  const step = guide.steps[stage.step];
  const mayTurn = stage.turning === 'both';
  const turn = (to: number) => {
    if (mayTurn && to >= 0 && to < stage.steps) {
      void call.send({ type: 'TurnStep', showing: stage.showing, step: to });
    }
  };
  const loaded = useDisplayed(call, stage, stage.step, false);
  const swipe = useMemo(
    () => swipeListeners((way) => turn(way === 'next' ? stage.step + 1 : stage.step - 1)),
    [stage.step, stage.showing, mayTurn],
  );
  useEffect(() => {
    const next = guide.steps[stage.step + 1];
    if (next) new Image().src = next.picture;
  }, [guide, stage.step]);
  if (!step) return null;
  return (
    <>
      <h1 class="guide-title" tabIndex={-1}>
        {guide.title}
      </h1>
      <div class="step" {...swipe}>
        <div class="shown" key={`picture ${stage.step}`}>
          <Zoomable m={m} src={step.picture} alt={step.alt} onLoad={loaded}>
            <Pointer at={call.pointer} />
          </Zoomable>
        </div>
        <Progress call={call} stage={stage} turn={turn} />
        <div class="shown" key={`words ${stage.step}`}>
          <p class="sentence">{step.text}</p>
          {step.copy && <CopyChip m={m} value={step.copy.value} label={step.copy.label} />}
        </div>
      </div>
      <Answers call={call} stage={stage} turn={turn} />
    </>
  );
}

interface TurnProps extends Props {
  readonly turn: (to: number) => void;
}

/** "3 of 6", between the two ways to turn when the caller may. */
function Progress({ call, stage, turn }: TurnProps) {
  const { m } = call;
  const { step, steps } = stage;
  const mayTurn = stage.turning === 'both';
  return (
    <div class="progress">
      {mayTurn && (
        <button
          class="turn"
          type="button"
          aria-label={m.guide.previous}
          aria-disabled={step === 0}
          onClick={() => turn(step - 1)}
        >
          <BackIcon />
        </button>
      )}
      <p>{m.guide.step(step + 1, steps)}</p>
      {mayTurn && (
        <button
          class="turn"
          type="button"
          aria-label={m.guide.next}
          aria-disabled={step === steps - 1}
          onClick={() => turn(step + 1)}
        >
          <ForwardIcon />
        </button>
      )}
    </div>
  );
}

function Answers({ call, stage, turn }: TurnProps) {
  const { m, agent } = call;
  const { step, steps, showing, answers } = stage;
  const answer = answers[step];
  const mayTurn = stage.turning === 'both';
  const say = async (said: 'done' | 'help') => {
    const heard = await call.send({ type: 'AnswerStep', showing, step, answer: said });
    if (heard && said === 'done') turn(step + 1);
  };
  const last = step === steps - 1;
  return (
    <div class="actions">
      {answer === 'help' && <p class="small good">{m.guide.helpSaid(agent)}</p>}
      {answer === 'done' && last && <p class="small good">{m.guide.allDone}</p>}
      {answer === 'done' && !last && !mayTurn && <p class="small good">{m.guide.agentTurns(agent)}</p>}
      <div class="answers">
        <button
          class="button"
          type="button"
          aria-pressed={answer === 'help'}
          onClick={() => void say('help')}
        >
          {m.guide.help}
        </button>
        <button class="button main" type="button" onClick={() => void say('done')}>
          {answer === 'done' ? m.guide.doneSaid : m.guide.done}
        </button>
      </div>
    </div>
  );
}

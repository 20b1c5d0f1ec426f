/** Every step of the shown guide: which one is on, which one the caller has, and what they answered. */
import type { Stage } from '../../../protocol/stage.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { Icon } from '../icon.tsx';
import { useGuide } from './use-guide.ts';

type GuideStage = Extract<Stage, { kind: 'guide' }>;

export function GuideSteps({ call, me, stage }: CallProps & { stage: GuideStage }) {
  const { stage: text } = messages.value;
  const state = call.state.value;
  const language = 'language' in state ? state.language : 'lv';
  const guide = useGuide(me.brand.key, stage.guide, stage.version, language);
  const sentences = typeof guide === 'object' ? guide.steps.map((step) => step.text) : [];
  return (
    <ol class="guide-steps" aria-label={text.steps}>
      {Array.from({ length: stage.steps }, (_, step) => (
        <li key={step} data-shown={step === stage.step}>
          <button
            type="button"
            class="guide-step"
            aria-current={step === stage.step ? 'step' : undefined}
            disabled={step === stage.step}
            onClick={() => void call.run('stage', { type: 'TurnStep', showing: stage.showing, step })}
          >
            <span class="step-number number">{step + 1}</span>
            <span class="step-text" lang={language}>
              {sentences[step] ?? ''}
            </span>
            <Marks stage={stage} step={step} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Marks({ stage, step }: { stage: GuideStage; step: number }) {
  const { stage: text } = messages.value;
  const answer = stage.answers[step];
  return (
    <span class="step-marks">
      {stage.displayedStep === step ? (
        <span class="mark here" title={text.here}>
          <Icon name="phone" />
          <span class="hidden">{text.here}</span>
        </span>
      ) : null}
      {answer ? (
        <span class={`mark ${answer}`} title={text[answer]}>
          <Icon name={answer === 'done' ? 'check' : 'help'} />
          <span class="hidden">{text[answer]}</span>
        </span>
      ) : null}
    </span>
  );
}

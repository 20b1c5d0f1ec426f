/** A guide as the caller will get it, before anything is shown. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { GuideStep, GuideSummary } from '../../../protocol/guide.ts';
import { rememberGuide } from '../../model/guides.ts';
import { hindrance, joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { useGuide } from './use-guide.ts';

interface PreviewProps extends CallProps {
  readonly guide: GuideSummary;
  readonly onBack: () => void;
}

export function GuidePreview({ call, me, guide, onBack }: PreviewProps) {
  const { library: text, loading } = messages.value;
  const state = call.state.value;
  const language = 'language' in state ? state.language : 'lv';
  const found = useGuide(me.brand.key, guide.id, guide.version, language);
  const start = useSignal(0);
  const head = useRef<HTMLHeadingElement>(null);
  // "Show" takes the focus; while it cannot be pressed, the title does, so that the keyboard stays here.
  useEffect(() => {
    if (hindrance(state) !== undefined) head.current?.focus();
  }, []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is a shortcut for the button below
    <div
      class="preview"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onBack();
      }}
    >
      <div class="preview-head">
        <Button kind="quiet" label={text.toList} onClick={onBack}>
          <Icon name="back" />
        </Button>
        <h3 ref={head} tabIndex={-1} lang={language}>
          {guide.titles[language]}
        </h3>
      </div>
      <ShowGuide call={call} guide={guide} step={start.value} />
      {found === undefined ? <p class="soft">{loading}</p> : null}
      {typeof found === 'string' ? <p class="refusal">{found}</p> : null}
      {typeof found === 'object' ? (
        <ol class="preview-steps" lang={language}>
          {found.steps.map((step, place) => (
            <PreviewStep
              key={step.picture + String(place)}
              step={step}
              place={place}
              start={start.value === place}
              onStart={() => {
                start.value = place;
              }}
            />
          ))}
        </ol>
      ) : null}
    </div>
  );
}

function ShowGuide({ call, guide, step }: Pick<CallProps, 'call'> & { guide: GuideSummary; step: number }) {
  const { library: text, stage: words } = messages.value;
  const turning = useSignal(true);
  const state = call.state.value;
  const stage = joinedOf(state)?.stage;
  const onStage = stage?.kind === 'guide' && stage.guide === guide.id;

  async function show(): Promise<void> {
    const shown = await call.run('library', {
      type: 'ShowGuide',
      guide: guide.id,
      step,
      turning: turning.value ? 'both' : 'agent',
    });
    if (shown) rememberGuide(guide.id);
  }
  return (
    <div class="preview-show">
      <Button
        kind={onStage ? 'plain' : 'main'}
        disabled={hindrance(state) !== undefined || call.pending.value.has('library')}
        autofocus
        onClick={() => void show()}
      >
        {text.show(step)}
      </Button>
      <label class="switch">
        <input
          type="checkbox"
          checked={turning.value}
          onChange={() => {
            turning.value = !turning.value;
          }}
        />
        <span>{words.turning}</span>
      </label>
      {onStage ? <span class="chip">{text.onStage}</span> : null}
    </div>
  );
}

interface StepProps {
  readonly step: GuideStep;
  readonly place: number;
  readonly start: boolean;
  readonly onStart: () => void;
}

function PreviewStep({ step, place, start, onStart }: StepProps) {
  return (
    <li data-start={start}>
      <button type="button" class="preview-step" aria-pressed={start} onClick={onStart}>
        <img src={step.picture} alt="" loading="lazy" />
        <span>
          <span class="step-number number">{place + 1}</span> {step.text}
          {step.copy ? <code>{step.copy.value}</code> : null}
        </span>
      </button>
    </li>
  );
}

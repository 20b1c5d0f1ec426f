/** A copy of the caller's screen, in the caller's language. Its buttons are pictures of buttons. */
import type { Stage } from '../../../protocol/stage.ts';
import { hindrance } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { SCREEN_WORDS } from '../../text/caller-words.ts';
import { messages } from '../../text/language.ts';
import { Icon } from '../icon.tsx';
import { Pointable } from './pointable.tsx';
import { useGuide } from './use-guide.ts';

interface FrameProps extends CallProps {
  readonly stage: Stage;
}

export function PhoneFrame({ call, me, stage }: FrameProps) {
  const state = call.state.value;
  if (!('language' in state)) return null;
  const words = SCREEN_WORDS[state.language];
  const before = hindrance(state);
  return (
    <div class="phone" data-away={call.presence.value.caller !== 'here'}>
      <div class="phone-screen" lang={state.language}>
        {before ? <Before why={before} /> : <p class="phone-strip">{words.connected(state.agentName)}</p>}
        {before ? null : <OnStage call={call} me={me} stage={stage} />}
      </div>
    </div>
  );
}

function Before({ why }: { why: 'before' | 'unmatched' | 'over' }) {
  const { stage: text } = messages.value;
  return (
    <div class="phone-empty" lang={document.documentElement.lang}>
      <Icon name={why === 'before' ? 'away' : 'person'} />
      <p>{why === 'unmatched' ? text.unmatched : text.before}</p>
    </div>
  );
}

function OnStage({ call, me, stage }: FrameProps) {
  const { stage: text } = messages.value;
  const state = call.state.value;
  if (!('language' in state)) return null;
  const words = SCREEN_WORDS[state.language];
  switch (stage.kind) {
    case 'nothing':
      return (
        <div class="phone-empty">
          <p>{words.waiting(state.agentName)}</p>
          <p class="soft" lang={document.documentElement.lang}>
            {text.emptyHint}
          </p>
        </div>
      );
    case 'guide':
      return <GuideOnStage call={call} me={me} stage={stage} />;
    case 'page':
      return (
        <div class="phone-card">
          <Icon name="page" />
          <strong>{stage.title}</strong>
          <span class="phone-host">{stage.host}</span>
          <span class="phone-button">{words.openPage}</span>
          <span class="soft">{words.leaving(stage.host)}</span>
        </div>
      );
    case 'note':
      return (
        <div class="phone-card">
          <p class="phone-note">{stage.text}</p>
          <span class="phone-button plain">{words.copy}</span>
        </div>
      );
    case 'picture':
      return (
        <div class="phone-step">
          <Pointable
            call={call}
            source={`/api/sessions/${call.session}/media/${stage.media}?width=640`}
            alt={stage.alt}
            width={stage.width}
            height={stage.height}
          />
        </div>
      );
    default:
      return stage satisfies never;
  }
}

function GuideOnStage({ call, me, stage }: CallProps & { stage: Extract<Stage, { kind: 'guide' }> }) {
  const state = call.state.value;
  const language = 'language' in state ? state.language : 'lv';
  const words = SCREEN_WORDS[language];
  const guide = useGuide(me.brand.key, stage.guide, stage.version, language);
  if (guide === undefined) return <p class="phone-empty">{messages.value.loading}</p>;
  if (typeof guide === 'string') return <p class="phone-empty">{guide}</p>;
  const step = guide.steps[stage.step];
  if (!step) return null;
  return (
    <div class="phone-step">
      <p class="phone-title">
        <span>{guide.title}</span>
        <span class="number">{words.step(stage.step + 1, stage.steps)}</span>
      </p>
      <Pointable call={call} source={step.picture} alt={step.alt} />
      <p class="phone-text">{step.text}</p>
      {step.copy ? (
        <p class="phone-copy">
          <span class="soft">{step.copy.label}</span> <code>{step.copy.value}</code>
        </p>
      ) : null}
      <div class="phone-answers">
        <span class="phone-button plain" data-chosen={stage.answers[stage.step] === 'help'}>
          {words.help}
        </span>
        <span class="phone-button" data-chosen={stage.answers[stage.step] === 'done'}>
          {words.done}
        </span>
      </div>
    </div>
  );
}

/** What stands on the caller's screen. Its buttons are pictures of buttons: only the caller's finger presses them. */
import type { GuideStep } from '../../../protocol/guide.ts';
import type { Me } from '../../../protocol/http.ts';
import type { Language } from '../../../protocol/language.ts';
import type { Stage } from '../../../protocol/stage.ts';
import type { Call } from '../../model/call.ts';
import { joinedOf } from '../../pure/permissions.ts';
import { SCREEN_WORDS, type ScreenWords } from '../../text/caller-words.ts';
import { messages } from '../../text/language.ts';
import { Icon } from '../icon.tsx';
import { ConsentOnScreen, DiagnosticsOnScreen } from './card-on-screen.tsx';
import { Pointable } from './pointable.tsx';
import { useGuide } from './use-guide.ts';

/** What the copy is made from: a call, or the replay of one, in which nothing can be pointed at. */
export interface Mirrored extends Pick<Call, 'state' | 'picture'> {
  readonly signal?: Call['signal'];
}

interface ScreenProps {
  readonly call: Mirrored;
  readonly me: Me;
  readonly stage: Stage;
}

export function CallerScreen({ call, me, stage }: ScreenProps) {
  const state = call.state.value;
  if (!('language' in state)) return null;
  const words = SCREEN_WORDS[state.language];
  const asked = joinedOf(state)?.requests.find((request) => request.state === 'open');
  return (
    <>
      <p class="phone-strip">{words.connected(state.agentName)}</p>
      {asked ? (
        <div class="phone-asked">
          <strong>{words.asksPhoto(state.agentName)}</strong>
          <span>{asked.hint}</span>
          <span class="phone-pair">
            <span class="phone-button plain">{words.notNow}</span>
            <span class="phone-button">{words.sendPhoto}</span>
          </span>
        </div>
      ) : null}
      <OnStage call={call} me={me} stage={stage} words={words} agent={state.agentName} />
    </>
  );
}

type Worded<S = Stage> = Omit<ScreenProps, 'stage'> & {
  readonly stage: S;
  readonly words: ScreenWords;
  readonly agent: string;
};

function OnStage({ call, me, stage, words, agent }: Worded) {
  switch (stage.kind) {
    case 'nothing':
      return (
        <div class="phone-step">
          <strong class="phone-heading">{words.waiting(agent)}</strong>
          <p>{words.waitingLead}</p>
          <span class="phone-button phone-last">{words.sendPhoto}</span>
        </div>
      );
    case 'guide':
      return <GuideOnScreen call={call} me={me} stage={stage} words={words} agent={agent} />;
    case 'page':
      return <PageOnScreen stage={stage} words={words} agent={agent} />;
    case 'note':
      return (
        <div class="phone-step">
          <strong class="phone-heading">{words.note(agent)}</strong>
          <p class="phone-note">{stage.text}</p>
          <span class="phone-button phone-last">{words.copy}</span>
        </div>
      );
    case 'picture':
      return (
        <div class="phone-step">
          <strong class="phone-heading">{words.picture(agent)}</strong>
          <Pointable
            call={call}
            source={call.picture(stage.media, 640)}
            alt=""
            width={stage.width}
            height={stage.height}
          />
          <p>{stage.alt}</p>
        </div>
      );
    case 'consent':
      return (
        <ConsentOnScreen
          key={stage.showing}
          stage={stage}
          controller={me.brand.key}
          language={languageOf(call)}
          agent={agent}
        />
      );
    case 'diagnostics':
      return <DiagnosticsOnScreen stage={stage} language={languageOf(call)} />;
    default:
      return stage satisfies never;
  }
}

function languageOf({ state }: Mirrored): Language {
  return 'language' in state.value ? state.value.language : 'lv';
}

type OfKind<K extends Stage['kind']> = Extract<Stage, { kind: K }>;

function PageOnScreen({ stage, words, agent }: Pick<Worded<OfKind<'page'>>, 'stage' | 'words' | 'agent'>) {
  return (
    <div class="phone-step">
      <strong class="phone-heading">{words.pageTitle(agent)}</strong>
      <div class="phone-card">
        <strong>{stage.title}</strong>
        <span class="soft">{stage.host}</span>
      </div>
      <p>{stage.open === 'frame' ? words.pageFrame(stage.host) : words.pageTab(stage.host)}</p>
      {stage.tappedAt === undefined ? null : <p class="good">{words.pageOpened} ✓</p>}
      <span class="phone-button phone-last">{words.pageOpen}</span>
    </div>
  );
}

function GuideOnScreen({ call, me, stage, words }: Worded<OfKind<'guide'>>) {
  const guide = useGuide(me.brand.key, stage.guide, stage.version, languageOf(call));
  if (guide === undefined) return <p class="phone-empty">{messages.value.loading}</p>;
  if (typeof guide === 'string') return <p class="phone-empty">{guide}</p>;
  const step = guide.steps[stage.step];
  if (!step) return null;
  return (
    <div class="phone-step">
      <p class="phone-title">{guide.title}</p>
      <Pointable call={call} source={step.picture} alt={step.alt} />
      <Progress stage={stage} words={words} />
      <p class="phone-text">{step.text}</p>
      <Copyable step={step} words={words} />
      <Answers stage={stage} words={words} />
    </div>
  );
}

function Copyable({ step, words }: { step: GuideStep; words: ScreenWords }) {
  if (!step.copy) return null;
  return (
    <p class="phone-copy">
      <span class="phone-copied">
        <span class="soft">{step.copy.label}</span> <code>{step.copy.value}</code>
      </span>
      <span class="phone-button plain">{words.copy}</span>
    </p>
  );
}

/** Where the caller may turn, their arrows stand beside the count. */
function Progress({ stage, words }: { stage: OfKind<'guide'>; words: ScreenWords }) {
  const mayTurn = stage.turning === 'both';
  return (
    <div class="phone-progress number">
      {mayTurn ? <TurnButton icon="back" off={stage.step === 0} /> : null}
      <span>{words.step(stage.step + 1, stage.steps)}</span>
      {mayTurn ? <TurnButton icon="forward" off={stage.step === stage.steps - 1} /> : null}
    </div>
  );
}

function TurnButton({ icon, off }: { icon: 'back' | 'forward'; off: boolean }) {
  return (
    <span class="phone-button plain" data-off={off}>
      <Icon name={icon} />
    </span>
  );
}

function Answers({ stage, words }: { stage: OfKind<'guide'>; words: ScreenWords }) {
  const answer = stage.answers[stage.step];
  return (
    <div class="phone-answers phone-last">
      <span class="phone-button plain wide" data-chosen={answer === 'help'}>
        {words.help}
      </span>
      <span class="phone-button wide" data-chosen={answer === 'done'}>
        {answer === 'done' ? words.doneSaid : words.done}
      </span>
    </div>
  );
}

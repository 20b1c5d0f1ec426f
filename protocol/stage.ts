/** The stage: what the agent has put on the caller's screen. One thing at a time. */
import type { CardOutcome } from './consent.ts';
import type { DiagnosticReading } from './diagnostics.ts';
import type { SessionEvent, StepAnswer, Turning } from './events.ts';
import type { Language } from './language.ts';

interface Shown {
  /** Id of this showing, new each time something is put on the stage. */
  readonly showing: string;
  readonly shownAt: number;
  /** When the caller's device said that it has this (this step) on its screen. */
  readonly displayedAt?: number;
}

export type Stage =
  | { readonly kind: 'nothing' }
  | ({
      readonly kind: 'guide';
      readonly guide: string;
      readonly version: number;
      readonly steps: number;
      /** Counts from 0. */
      readonly step: number;
      readonly turning: Turning;
      readonly purpose?: 'offers';
      /** The step that the caller's device last said it has on its screen. */
      readonly displayedStep?: number;
      /** By step number; a later answer replaces an earlier one. */
      readonly answers: Readonly<Record<number, StepAnswer>>;
    } & Shown)
  | ({
      readonly kind: 'page';
      readonly url: string;
      readonly host: string;
      readonly title: string;
      readonly open: 'tab' | 'frame';
      readonly tappedAt?: number;
    } & Shown)
  | ({ readonly kind: 'note'; readonly text: string } & Shown)
  | ({
      readonly kind: 'picture';
      readonly media: string;
      readonly alt: string;
      readonly width: number;
      readonly height: number;
    } & Shown)
  | ({
      readonly kind: 'consent';
      readonly purpose: string;
      readonly version: string;
      readonly textHash: string;
      readonly language: Language;
      /** The latest one: what was given can be taken back on the same card. */
      readonly outcome?: CardOutcome;
    } & Shown)
  | ({ readonly kind: 'diagnostics'; readonly reading: DiagnosticReading } & Shown);

export type StageEvent = Extract<
  SessionEvent,
  {
    type:
      | 'GuideShown'
      | 'StepTurned'
      | 'TurningChanged'
      | 'StepAnswered'
      | 'PageShown'
      | 'PageTapped'
      | 'NoteShown'
      | 'PictureShown'
      | 'Displayed'
      | 'StageCleared'
      | 'ConsentCardShown'
      | 'ConsentCardAnswered'
      | 'DiagnosticsShown';
  }
>;

/** An event about an earlier showing (a late tap, say) changes nothing. */
export function evolveStage(stage: Stage, event: StageEvent, at: number): Stage {
  switch (event.type) {
    case 'GuideShown':
      return { kind: 'guide', ...shown(event, at), answers: {} };
    case 'PageShown':
      return { kind: 'page', ...shown(event, at) };
    case 'NoteShown':
      return { kind: 'note', ...shown(event, at) };
    case 'PictureShown':
      return { kind: 'picture', ...shown(event, at) };
    case 'ConsentCardShown':
      return { kind: 'consent', ...shown(event, at) };
    case 'DiagnosticsShown':
      return { kind: 'diagnostics', ...shown(event, at) };
    case 'StageCleared':
      return { kind: 'nothing' };
    default:
      return stage.kind === 'nothing' || stage.showing !== event.showing ? stage : change(stage, event, at);
  }
}

function shown<E extends StageEvent>({ type: _, ...what }: E, shownAt: number) {
  return { ...what, shownAt };
}

type ShownStage = Exclude<Stage, { kind: 'nothing' }>;
type ChangeEvent = Extract<
  StageEvent,
  {
    type:
      | 'StepTurned'
      | 'TurningChanged'
      | 'StepAnswered'
      | 'PageTapped'
      | 'Displayed'
      | 'ConsentCardAnswered';
  }
>;

function change(stage: ShownStage, event: ChangeEvent, at: number): Stage {
  switch (event.type) {
    case 'StepTurned': {
      if (stage.kind !== 'guide') return stage;
      const { displayedAt: _, ...rest } = stage;
      return { ...rest, step: event.step };
    }
    case 'TurningChanged':
      return stage.kind === 'guide' ? { ...stage, turning: event.turning } : stage;
    case 'StepAnswered':
      if (stage.kind !== 'guide') return stage;
      return { ...stage, answers: { ...stage.answers, [event.step]: event.answer } };
    case 'PageTapped':
      return stage.kind === 'page' ? { ...stage, tappedAt: at } : stage;
    case 'ConsentCardAnswered':
      return stage.kind === 'consent' ? { ...stage, outcome: event.outcome } : stage;
    case 'Displayed':
      if (stage.kind !== 'guide') return { ...stage, displayedAt: at };
      return event.step === stage.step
        ? { ...stage, displayedStep: event.step, displayedAt: at }
        : { ...stage, displayedStep: event.step };
    default:
      return event satisfies never;
  }
}

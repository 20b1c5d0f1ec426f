/** The stage: what the agent has put on the caller's screen. One thing at a time. */
import type { SessionEvent, StepAnswer, Turning } from './events.ts';

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
    } & Shown);

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
      | 'StageCleared';
  }
>;

/** An event about an earlier showing (a late tap, say) changes nothing. */
export function evolveStage(stage: Stage, event: StageEvent, at: number): Stage {
  switch (event.type) {
    case 'GuideShown': {
      const { type: _, ...shown } = event;
      return { kind: 'guide', ...shown, shownAt: at, answers: {} };
    }
    case 'PageShown': {
      const { type: _, ...shown } = event;
      return { kind: 'page', ...shown, shownAt: at };
    }
    case 'NoteShown':
      return { kind: 'note', showing: event.showing, text: event.text, shownAt: at };
    case 'PictureShown': {
      const { type: _, ...shown } = event;
      return { kind: 'picture', ...shown, shownAt: at };
    }
    case 'StageCleared':
      return { kind: 'nothing' };
    default:
      return stage.kind === 'nothing' || stage.showing !== event.showing ? stage : change(stage, event, at);
  }
}

type ShownStage = Exclude<Stage, { kind: 'nothing' }>;
type ChangeEvent = Extract<
  StageEvent,
  { type: 'StepTurned' | 'TurningChanged' | 'StepAnswered' | 'PageTapped' | 'Displayed' }
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
    case 'Displayed':
      if (stage.kind !== 'guide') return { ...stage, displayedAt: at };
      return event.step === stage.step
        ? { ...stage, displayedStep: event.step, displayedAt: at }
        : { ...stage, displayedStep: event.step };
    default:
      return event satisfies never;
  }
}

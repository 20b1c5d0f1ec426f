/**
 * The case note: what happened in the call, made from its events, for the agent to copy into the CRM. It names
 * what was shown and done and holds no content: no photo, no text of a note, no number.
 */
import type { EndReason, Recorded, SessionEvent } from '../../protocol/events.ts';
import type { MatterCategory } from '../../protocol/language.ts';
import type { SessionState } from '../../protocol/session.ts';

export type NoteLanguage = 'lv' | 'en';

export interface CaseNoteTexts {
  readonly matter: (category: MatterCategory, language: NoteLanguage) => string;
  readonly guide: (controller: string, guide: string, language: NoteLanguage) => string;
}

type Told = Exclude<SessionState, { status: 'none' | 'erased' }>;

export function caseNote(
  texts: CaseNoteTexts,
  state: Told,
  events: readonly Recorded[],
  language: NoteLanguage,
): string {
  const say = WORDS[language];
  const lines = [
    `${say.title} ${moment(state.createdAt, language)}`,
    `${say.matter}: ${texts.matter(state.category, language)}${state.matter ? ` – ${state.matter}` : ''}`,
    state.journey.acceptedAt === undefined
      ? say.neverJoined
      : say.joined(clockTime(state.journey.acceptedAt)),
    ...shown(texts, state.controller, events, language),
    ...photos(events, language),
  ];
  if (state.status === 'ended') lines.push(...ending(state, language));
  return lines.join('\n');
}

function shown(
  texts: CaseNoteTexts,
  controller: string,
  events: readonly Recorded[],
  language: NoteLanguage,
): string[] {
  const say = WORDS[language];
  const lines: string[] = [];
  let notes = 0;
  let pictures = 0;
  for (const { event } of events) {
    if (event.type === 'GuideShown') lines.push(guideLine(texts, controller, event, events, language));
    if (event.type === 'PageShown') lines.push(say.page(event.host, wasTapped(event.showing, events)));
    if (event.type === 'NoteShown') notes += 1;
    if (event.type === 'PictureShown') pictures += 1;
  }
  if (notes > 0) lines.push(say.notes(notes));
  if (pictures > 0) lines.push(say.pictures(pictures));
  return lines;
}

function guideLine(
  texts: CaseNoteTexts,
  controller: string,
  { guide, showing, steps, step }: Extract<SessionEvent, { type: 'GuideShown' }>,
  events: readonly Recorded[],
  language: NoteLanguage,
): string {
  let furthest = step;
  const answers = new Map<number, 'done' | 'help'>();
  for (const { event } of events) {
    if (event.type === 'StepTurned' && event.showing === showing) furthest = Math.max(furthest, event.step);
    if (event.type === 'StepAnswered' && event.showing === showing) answers.set(event.step, event.answer);
  }
  const done = [...answers.values()].filter((answer) => answer === 'done').length;
  const help = [...answers].filter(([, answer]) => answer === 'help').map(([at]) => at + 1);
  return WORDS[language].guide(texts.guide(controller, guide, language), furthest + 1, steps, done, help);
}

function wasTapped(showing: string, events: readonly Recorded[]): boolean {
  return events.some(({ event }) => event.type === 'PageTapped' && event.showing === showing);
}

function photos(events: readonly Recorded[], language: NoteLanguage): string[] {
  const count = (type: SessionEvent['type']) => events.filter(({ event }) => event.type === type).length;
  const [asked, received, erased] = [count('PhotoRequested'), count('PhotoShared'), count('PhotoErased')];
  return asked + received === 0 ? [] : [WORDS[language].photos(asked, received, erased)];
}

function ending(state: Extract<Told, { status: 'ended' }>, language: NoteLanguage): string[] {
  const say = WORDS[language];
  const minutes = Math.max(1, Math.round((state.ended.at - state.createdAt) / 60_000));
  const lines = [say.ended(clockTime(state.ended.at), minutes, say.reasons[state.ended.reason])];
  if (state.ended.solved !== undefined) lines.push(state.ended.solved ? say.solved : say.unsolved);
  return lines;
}

const ZONE = 'Europe/Riga';

function moment(at: number, language: NoteLanguage): string {
  const format = { dateStyle: 'short', timeStyle: 'short', timeZone: ZONE } as const;
  return new Intl.DateTimeFormat(language === 'lv' ? 'lv-LV' : 'en-GB', format).format(at);
}

function clockTime(at: number): string {
  return new Intl.DateTimeFormat('lv-LV', { timeStyle: 'short', timeZone: ZONE }).format(at);
}

interface Words {
  readonly title: string;
  readonly matter: string;
  readonly neverJoined: string;
  readonly joined: (at: string) => string;
  readonly guide: (
    title: string,
    reached: number,
    steps: number,
    done: number,
    help: readonly number[],
  ) => string;
  readonly page: (host: string, opened: boolean) => string;
  readonly notes: (count: number) => string;
  readonly pictures: (count: number) => string;
  readonly photos: (asked: number, received: number, erased: number) => string;
  readonly ended: (at: string, minutes: number, reason: string) => string;
  readonly solved: string;
  readonly unsolved: string;
  readonly reasons: Readonly<Record<EndReason, string>>;
}

const WORDS: Readonly<Record<NoteLanguage, Words>> = {
  lv: {
    title: 'Zvana asistents',
    matter: 'Jautājums',
    neverJoined: 'Klients saiti neatvēra vai nepieņēma noteikumus.',
    joined: (at) => `Klients pievienojās plkst. ${at}.`,
    guide: (title, reached, steps, done, help) =>
      [
        `Pamācība „${title}”: ${reached}. no ${steps} soļiem`,
        ...(done > 0 ? [`izdarīts: ${done}`] : []),
        ...(help.length > 0 ? [`vajadzēja palīdzību: ${help.join('., ')}. solī`] : []),
      ].join('; '),
    page: (host, opened) => `Parādīta lapa ${host} (${opened ? 'atvērta' : 'nav atvērta'})`,
    notes: (count) => `Parādīti īsi teksti: ${count}`,
    pictures: (count) => `Parādīti attēli: ${count}`,
    photos: (asked, received, erased) =>
      `Fotogrāfijas: lūgtas ${asked}, saņemtas ${received}${erased > 0 ? `, atsauktas ${erased}` : ''}`,
    ended: (at, minutes, reason) => `Beigas plkst. ${at} (${minutes} min): ${reason}`,
    solved: 'Rezultāts: atrisināts',
    unsolved: 'Rezultāts: nav atrisināts',
    reasons: {
      'agent-ended': 'beidza aģents',
      'caller-left': 'klients izgāja',
      'call-ended': 'zvans beidzās',
      idle: 'neviens nebija pieslēdzies',
      'maximum-length': 'sasniegts ilguma ierobežojums',
      'match-failed': 'cipari nesakrita',
      'invitation-expired': 'beidzās uzaicinājuma termiņš',
    },
  },
  en: {
    title: 'Call assistant',
    matter: 'Matter',
    neverJoined: 'The customer did not open the link or accept the terms.',
    joined: (at) => `The customer joined at ${at}.`,
    guide: (title, reached, steps, done, help) =>
      [
        `Guide “${title}”: reached step ${reached} of ${steps}`,
        ...(done > 0 ? [`done: ${done}`] : []),
        ...(help.length > 0 ? [`needed help at step ${help.join(', ')}`] : []),
      ].join('; '),
    page: (host, opened) => `Page shown: ${host} (${opened ? 'opened' : 'not opened'})`,
    notes: (count) => `Short texts shown: ${count}`,
    pictures: (count) => `Pictures shown: ${count}`,
    photos: (asked, received, erased) =>
      `Photos: asked for ${asked}, received ${received}${erased > 0 ? `, taken back ${erased}` : ''}`,
    ended: (at, minutes, reason) => `Ended at ${at} (${minutes} min): ${reason}`,
    solved: 'Outcome: solved',
    unsolved: 'Outcome: not solved',
    reasons: {
      'agent-ended': 'the agent ended it',
      'caller-left': 'the customer left',
      'call-ended': 'the call ended',
      idle: 'nobody was connected',
      'maximum-length': 'the time limit was reached',
      'match-failed': 'the digits did not match',
      'invitation-expired': 'the invitation expired',
    },
  },
};

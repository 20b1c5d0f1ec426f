/** The texts of the call: the same keys in each language, so that none can be forgotten. */
import type { Language } from '../../protocol/language.ts';

/** `agent` is a first name in the nominative: no language here may bend it. */
export interface CallMessages {
  readonly strip: {
    readonly here: (agent: string) => string;
    readonly lost: string;
    readonly agentLost: (agent: string) => string;
    readonly joining: string;
    readonly menu: string;
    readonly photo: string;
  };
  readonly match: {
    readonly title: string;
    readonly lead: (agent: string) => string;
    readonly digits: (digits: string) => string;
    readonly says: (agent: string) => string;
    readonly wait: (agent: string) => string;
    readonly missed: (left: number) => string;
    readonly wrongWord: string;
    readonly wrongHint: string;
    readonly confirmed: (agent: string) => string;
  };
  readonly wait: {
    readonly title: (agent: string) => string;
    readonly lead: string;
    readonly speaker: string;
    readonly wifi: string;
    readonly send: string;
  };
  readonly guide: {
    readonly step: (step: number, of: number) => string;
    readonly shown: (title: string) => string;
    readonly turned: (step: number, of: number, text: string) => string;
    readonly done: string;
    readonly doneSaid: string;
    readonly help: string;
    readonly helpSaid: (agent: string) => string;
    readonly previous: string;
    readonly next: string;
    readonly agentTurns: (agent: string) => string;
    readonly allDone: string;
    readonly failed: string;
    readonly zoom: string;
  };
  readonly copy: string;
  readonly copied: string;
  readonly copyBySelf: string;
  readonly page: {
    readonly title: (agent: string) => string;
    readonly leave: (host: string) => string;
    readonly frame: (host: string) => string;
    readonly open: string;
    readonly opened: string;
    readonly newTab: string;
  };
  readonly note: (agent: string) => string;
  readonly picture: (agent: string) => string;
  readonly cleared: string;
  readonly request: {
    readonly asks: (agent: string) => string;
    readonly send: string;
    readonly notNow: string;
  };
  readonly menu: {
    readonly title: string;
    readonly photos: (count: number) => string;
    readonly language: string;
    readonly move: string;
    readonly leave: string;
    readonly leaveHint: string;
    readonly leaving: string;
    readonly close: string;
  };
  readonly move: {
    readonly title: string;
    readonly lead: (agent: string) => string;
    readonly ask: string;
    readonly asked: (agent: string) => string;
    readonly declined: (agent: string) => string;
    readonly scan: string;
    readonly or: (address: string) => string;
    readonly qr: string;
  };
  readonly photos: {
    readonly title: string;
    readonly none: string;
    readonly lead: string;
    readonly sent: (time: string, seen: string) => string;
    readonly seen: string;
    readonly takeBack: string;
    readonly taken: string;
    readonly takenBack: string;
    readonly takeBackAll: string;
    readonly name: (number: number) => string;
    readonly broken: string;
  };
  readonly back: string;
  readonly cancel: string;
  readonly undo: string;
  readonly closeView: string;
  readonly bigger: string;
  readonly smaller: string;
  readonly again: string;
  readonly offline: string;
  readonly photo: PhotoMessages;
}

export interface PhotoMessages {
  readonly title: string;
  readonly lead: (agent: string) => string;
  readonly speaker: string;
  readonly take: string;
  readonly choose: string;
  readonly reading: string;
  readonly cameBack: string;
  readonly undecodable: string;
  readonly noCamera: string;
  readonly look: string;
  readonly crop: string;
  readonly cover: string;
  readonly cropTitle: string;
  readonly coverTitle: string;
  readonly cropDo: string;
  readonly coverDo: string;
  readonly drag: string;
  readonly frame: string;
  readonly corner: string;
  readonly byButtons: string;
  readonly moves: Readonly<Record<RectMove, string>>;
  readonly cropped: string;
  readonly covered: string;
  readonly undone: string;
  readonly go: string;
  readonly preview: string;
  readonly confirmTitle: string;
  readonly sendNow: string;
  readonly change: string;
  readonly sending: string;
  readonly percent: (percent: number) => string;
  readonly kept: string;
  readonly sent: (agent: string) => string;
  readonly sentTitle: string;
  readonly another: string;
  readonly ready: string;
  readonly refused: string;
}

/** Ways to change a frame without dragging it. */
export type RectMove = 'left' | 'right' | 'up' | 'down' | 'wider' | 'narrower' | 'taller' | 'lower';

const held = new Map<Language, CallMessages>();

/** Fetches one language: a caller hardly ever needs a second. Rejects when it cannot be had now. */
export async function loadCallMessages(language: Language): Promise<void> {
  if (!held.has(language)) held.set(language, await load(language));
}

async function load(language: Language): Promise<CallMessages> {
  switch (language) {
    case 'lv':
      return (await import('./call.lv.ts')).lv;
    case 'ru':
      return (await import('./call.ru.ts')).ru;
    case 'en':
      return (await import('./call.en.ts')).en;
    default:
      return language satisfies never;
  }
}

/** The messages of a language that has been loaded. */
export function callMessages(language: Language): CallMessages {
  const messages = held.get(language);
  if (!messages) throw new Error(`the messages in ${language} are not loaded`);
  return messages;
}

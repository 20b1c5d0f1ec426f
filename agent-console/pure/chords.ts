/**
 * Chords: Alt with a letter, and on Apple keyboards Control-Option, because Option alone types `ā` there.
 * AltGr is how Latvian letters are typed elsewhere, so it never makes a chord. No single letters (WCAG 2.1.4),
 * and none of D, E, F, which browsers keep for themselves.
 */
export const CHORDS = {
  help: 'KeyH',
  newCall: 'KeyN',
  team: 'KeyT',
  sound: 'KeyU',
  match: 'KeyM',
  sendAgain: 'KeyS',
  spokenCode: 'KeyC',
  agreeMove: 'KeyY',
  declineMove: 'KeyW',
  stepBack: 'KeyJ',
  stepForward: 'KeyK',
  turning: 'KeyG',
  pointer: 'KeyV',
  clearStage: 'KeyX',
  guides: 'KeyL',
  page: 'KeyP',
  note: 'KeyI',
  picture: 'KeyB',
  consents: 'KeyZ',
  requestPhoto: 'KeyR',
  openPhoto: 'KeyO',
  handOver: 'KeyA',
  end: 'KeyQ',
} as const;

export type Chord = keyof typeof CHORDS;

export interface KeyPress {
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altGraph: boolean;
}

const BY_CODE = new Map<string, Chord>();
for (const [chord, code] of Object.entries(CHORDS)) if (isChord(chord)) BY_CODE.set(code, chord);

function isChord(name: string): name is Chord {
  return name in CHORDS;
}

/** The chord that this key press makes, by the key's place, so that any keyboard layout works. */
export function chordOf(press: KeyPress, apple: boolean): Chord | undefined {
  const modifiers = press.altKey && press.ctrlKey === apple && !press.metaKey && !press.shiftKey;
  if (!modifiers || (press.altGraph && !apple)) return undefined;
  return BY_CODE.get(press.code);
}

/** How a chord is written on this machine: `Alt+L` or `⌃⌥L`. */
export function writeChord(chord: Chord, apple: boolean): string {
  return `${apple ? '⌃⌥' : 'Alt+'}${CHORDS[chord].slice(3)}`;
}

/** The same for `aria-keyshortcuts`. */
export function ariaChord(chord: Chord, apple: boolean): string {
  return `${apple ? 'Control+' : ''}Alt+${CHORDS[chord].slice(3)}`;
}

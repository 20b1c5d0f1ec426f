/** Chords: who listens to which, and how they are written. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { ariaChord, type Chord, chordOf, writeChord } from '../pure/chords.ts';

export const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The last one to ask for a chord gets it: a dialog stands above the screen below. */
const handlers = new Map<Chord, (() => void)[]>();

addEventListener('keydown', (event) => {
  const altGraph = event.getModifierState('AltGraph');
  const { code, altKey, ctrlKey, metaKey, shiftKey } = event;
  const chord = chordOf({ code, altKey, ctrlKey, metaKey, shiftKey, altGraph }, APPLE);
  const handler = chord && handlers.get(chord)?.at(-1);
  if (!handler || document.querySelector('dialog:modal')) return;
  event.preventDefault();
  handler();
});

/** While the component is shown (and `when` holds), the chord calls `act`. */
export function useChord(chord: Chord, act: () => void, when = true): void {
  const latest = useRef(act);
  latest.current = act;
  // Before the browser paints: what can be seen can be pressed.
  useLayoutEffect(() => {
    if (!when) return;
    const handler = () => latest.current();
    handlers.set(chord, [...(handlers.get(chord) ?? []), handler]);
    return () =>
      handlers.set(
        chord,
        (handlers.get(chord) ?? []).filter((other) => other !== handler),
      );
  }, [chord, when]);
}

export function Keys({ chord }: { chord: Chord }) {
  return (
    <span class="keys" aria-hidden="true">
      {writeChord(chord, APPLE)}
    </span>
  );
}

export const keyShortcut = (chord: Chord) => ariaChord(chord, APPLE);

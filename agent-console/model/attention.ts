/** Calls for attention: a short sound and a badge in the title, for a photo that arrived, and nothing more. */
import { signal } from '@preact/signals';
import { read, write } from './keep.ts';

export const soundOn = signal(read('sound') !== 'off');

let audio: AudioContext | undefined;

export function toggleSound(): void {
  soundOn.value = !soundOn.value;
  write('sound', soundOn.value ? 'on' : 'off');
  if (soundOn.value) chime();
}

/** Two soft notes, a third of a second. A browser that allows no sound yet stays silent. */
export function chime(): void {
  if (!soundOn.value) return;
  audio ??= new AudioContext();
  void audio.resume();
  note(audio, 659, 0);
  note(audio, 880, 0.13);
}

/** `frequency` in hertz, `after` in seconds from now. */
function note(context: AudioContext, frequency: number, after: number): void {
  const start = context.currentTime + after;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.12, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0005, start + 0.22);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.24);
}

/** `(2) 26 123 456 · Zvana asistents`; `waiting` is how many photos nobody has looked at. */
export function writeTitle(title: string, waiting: number): void {
  document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
}

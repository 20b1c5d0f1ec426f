/**
 * A sample that nobody can pick. The day is closed first: which sessions ended in it stands in the controller's log.
 * Then the first signed checkpoint after that gives the seed; nobody can know a signature without the controller's
 * key, and Ed25519 knows one for each text. Each session's lot is a hash of seed and id: the lowest are drawn. Whoever
 * has the checkpoints and the list of sessions can draw again.
 */
import { createHash } from 'node:crypto';

const NAME = 'zvana-audit/1';

/** Of a population: fed with the ids in the order of their end. Hex. */
export function createPopulation() {
  const hash = createHash('sha256').update(`${NAME} population\n`);
  return { add: (session: string) => void hash.update(`${session}\n`), digest: () => hash.digest('hex') };
}

/** `checkpoint`: its line without the line feed. Hex. */
export function seedOf(controller: string, day: string, population: string, checkpoint: string): string {
  return hex(`${NAME} seed\n${controller}\n${day}\n${population}\n${checkpoint}\n`);
}

export function lotOf(seed: string, session: string): string {
  return hex(`${NAME} lot\n${seed}\n${session}\n`);
}

/** Keeps the `size` lowest lots of all that are put in, however many they are. */
export function createUrn(seed: string, size: number) {
  let kept: { readonly lot: string; readonly session: string }[] = [];
  return {
    put(session: string): void {
      const lot = lotOf(seed, session);
      const last = kept[size - 1];
      if (last && lot >= last.lot) return;
      kept = [...kept, { lot, session }].sort((one, other) => (one.lot < other.lot ? -1 : 1)).slice(0, size);
    },
    drawn: (): readonly string[] => kept.map(({ session }) => session),
  };
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

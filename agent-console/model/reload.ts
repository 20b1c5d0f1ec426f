/** A page of an older release reloads itself, but never twice for the same cause: a loop would help nobody. */
import { read, write } from './keep.ts';

/** Longest time in which a second reload for the same cause counts as a loop. */
const LOOP = 60_000;

export function reloadOnce(cause: string): void {
  const [before, at] = (read('reloaded-for') ?? '').split(' ');
  if (before === cause && Date.now() - Number(at) < LOOP) return;
  write('reloaded-for', `${cause} ${Date.now()}`);
  location.reload();
}

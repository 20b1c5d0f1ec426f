/** What the state of a session allows, for enabling what is on screen; the server decides. */
import type { Joined, SessionState } from '../../protocol/session.ts';

/** Why nothing can be shown or asked for; undefined when it can. */
export type Hindrance = 'before' | 'unmatched' | 'over';

export function hindrance(state: SessionState): Hindrance | undefined {
  if (state.status === 'ended' || state.status === 'erased') return 'over';
  if (state.status !== 'joined') return 'before';
  return state.joined.match.kind === 'pending' ? 'unmatched' : undefined;
}

export function joinedOf(state: SessionState): Joined | undefined {
  return 'joined' in state ? state.joined : undefined;
}

/** Photos that arrived and that nobody has looked at; taken-back ones no longer wait. */
export function waitingPhotos(state: SessionState): number {
  return joinedOf(state)?.photos.filter((photo) => !photo.seen && !photo.erased).length ?? 0;
}

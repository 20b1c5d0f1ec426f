/**
 * Holds back changes while a finger is on the glass: what is under it must not jump. Pure apart from the
 * callback; the page feeds it the number of fingers.
 */
export interface Gate<T> {
  /** What may be shown now. */
  shown(): T;
  /** A new value: shown at once, or when the last finger has left. */
  offer(value: T): void;
  fingers(count: number): void;
}

export function createGate<T>(first: T, onRelease: () => void): Gate<T> {
  let count = 0;
  let shown = first;
  let latest = first;
  return {
    shown: () => shown,
    offer: (value) => {
      latest = value;
      if (count === 0) shown = value;
    },
    fingers: (now) => {
      count = now;
      if (count > 0 || shown === latest) return;
      shown = latest;
      onRelease();
    },
  };
}

/**
 * Feeds a gate from the document. Touch events, not pointer events: those are cancelled when a scroll begins,
 * with the finger still down. Letting go waits until that finger's click has been told.
 */
export function watchFingers(fingers: (count: number) => void): () => void {
  const touch = (event: TouchEvent) => {
    const count = event.touches.length;
    if (count > 0) fingers(count);
    else setTimeout(() => fingers(0), 0);
  };
  // A page that was hidden under a finger (the camera, a call) is never told that it has left.
  const hide = () => document.visibilityState === 'hidden' && fingers(0);
  const kinds = ['touchstart', 'touchend', 'touchcancel'] as const;
  for (const kind of kinds) document.addEventListener(kind, touch, { passive: true });
  document.addEventListener('visibilitychange', hide);
  return () => {
    for (const kind of kinds) document.removeEventListener(kind, touch);
    document.removeEventListener('visibilitychange', hide);
  };
}

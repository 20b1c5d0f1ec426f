/** A sideways stroke of one finger. Pure: decides from where it began and ended, in pixels. */
const FAR = 56;

export function swipeOf(dx: number, dy: number): 'previous' | 'next' | undefined {
  if (Math.abs(dx) < FAR || Math.abs(dx) < Math.abs(dy) * 2) return undefined;
  return dx < 0 ? 'next' : 'previous';
}

/** Listeners for an element that is turned by swiping. While the page is pinched larger, strokes move it. */
export function swipeListeners(turn: (way: 'previous' | 'next') => void) {
  let from: { readonly x: number; readonly y: number } | undefined;
  return {
    onTouchStart: (event: TouchEvent) => {
      const [touch] = event.touches;
      const pinched = (visualViewport?.scale ?? 1) > 1.05;
      from =
        touch && event.touches.length === 1 && !pinched ? { x: touch.clientX, y: touch.clientY } : undefined;
    },
    onTouchEnd: (event: TouchEvent) => {
      const [touch] = event.changedTouches;
      const way = from && touch && swipeOf(touch.clientX - from.x, touch.clientY - from.y);
      from = undefined;
      if (way) turn(way);
    },
    onTouchCancel: () => {
      from = undefined;
    },
  };
}

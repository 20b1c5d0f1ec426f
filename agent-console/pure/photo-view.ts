/** How a photo is looked at: zoom, quarter turns, and how far it is moved from the middle. */
export interface View {
  /** 1 is the whole picture. */
  readonly zoom: number;
  /** Quarter turns clockwise, 0 to 3. */
  readonly turns: number;
  /** Shares of the picture's frame. */
  readonly x: number;
  readonly y: number;
}

export const NO_VIEW: View = { zoom: 1, turns: 0, x: 0, y: 0 };

const FACTOR = 1.4;
const LARGEST = 8;
const NUDGE = 0.1;

type Change = (view: View) => View;

const KEYS: Readonly<Record<string, Change>> = {
  '+': (view) => zoomTo(view, view.zoom * FACTOR),
  '=': (view) => zoomTo(view, view.zoom * FACTOR),
  '-': (view) => zoomTo(view, view.zoom / FACTOR),
  r: (view) => ({ ...view, turns: (view.turns + 1) % 4 }),
  R: (view) => ({ ...view, turns: (view.turns + 1) % 4 }),
  '0': ({ turns }) => ({ ...NO_VIEW, turns }),
  ArrowLeft: (view) => moveView(view, NUDGE, 0),
  ArrowRight: (view) => moveView(view, -NUDGE, 0),
  ArrowUp: (view) => moveView(view, 0, NUDGE),
  ArrowDown: (view) => moveView(view, 0, -NUDGE),
};

export function isViewKey(key: string): boolean {
  return Object.hasOwn(KEYS, key);
}

/** The view after a key; any other key changes nothing. */
export function viewAfterKey(view: View, key: string): View {
  return isViewKey(key) ? (KEYS[key]?.(view) ?? view) : view;
}

/** Moves the picture, never so far that its middle leaves the frame. */
export function moveView(view: View, byX: number, byY: number): View {
  const reach = view.zoom / 2;
  return { ...view, x: clamp(view.x + byX, reach), y: clamp(view.y + byY, reach) };
}

function zoomTo(view: View, wanted: number): View {
  const zoom = Math.min(LARGEST, Math.max(1, wanted));
  return zoom === 1 ? { ...NO_VIEW, turns: view.turns } : moveView({ ...view, zoom }, 0, 0);
}

function clamp(value: number, reach: number): number {
  return Math.min(reach, Math.max(-reach, value));
}

/** A picture on the stage over which the agent points: with the mouse, or with arrow keys. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Call } from '../../model/call.ts';
import { messages } from '../../text/language.ts';
import { useChord } from '../chord.tsx';

interface PointableProps {
  readonly call: { readonly signal?: Call['signal'] };
  readonly source: string;
  readonly alt: string;
  readonly width?: number;
  readonly height?: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Shortest time between two pointer signals, in milliseconds: smooth to the eye, light on the network. */
const BETWEEN = 50;
const STEP = 0.04;
const CENTRE: Point = { x: 0.5, y: 0.5 };

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

/** Where there is no call to point in, only the picture. */
export function Pointable({ call: { signal }, ...picture }: PointableProps) {
  if (signal) return <PointableArea {...picture} signal={signal} />;
  const { source, alt, width, height } = picture;
  return (
    <div class="pointable">
      <img src={source} alt={alt} {...(width && height ? { width, height } : {})} draggable={false} />
    </div>
  );
}

type AreaProps = Omit<PointableProps, 'call'> & { readonly signal: Call['signal'] };

function PointableArea({ signal, source, alt, width, height }: AreaProps) {
  const { stage: text } = messages.value;
  const point = useSignal<Point | undefined>(undefined);
  const area = useRef<HTMLDivElement>(null);
  const send = usePointerSignals(signal);
  useChord('pointer', () => area.current?.focus());

  function move(to: Point | undefined): void {
    point.value = to;
    send(to);
  }
  useEffect(() => () => signal({ type: 'pointer-off' }), [source]);

  return (
    <div
      ref={area}
      class="pointable"
      role="application"
      aria-label={text.pointer}
      title={text.pointer}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application region takes the keyboard by design
      tabIndex={0}
      onPointerMove={(event) => move(within(event.currentTarget.getBoundingClientRect(), event))}
      onPointerLeave={() => move(undefined)}
      onBlur={() => move(undefined)}
      onKeyDown={(event) => {
        const by = event.altKey || event.ctrlKey ? undefined : ARROWS[event.key];
        if (event.key === 'Escape') move(undefined);
        if (!by) return;
        event.preventDefault();
        move(shift(point.value, by));
      }}
    >
      <img src={source} alt={alt} {...(width && height ? { width, height } : {})} draggable={false} />
      {point.value ? (
        <span class="pointer" style={{ left: `${point.value.x * 100}%`, top: `${point.value.y * 100}%` }} />
      ) : null}
    </div>
  );
}

/** The first arrow key brings the pointer to the picture's middle; the next ones move it from there. */
function shift(from: Point | undefined, by: Point): Point {
  if (!from) return CENTRE;
  return { x: clamp(from.x + by.x), y: clamp(from.y + by.y) };
}

function within(box: DOMRect, { clientX, clientY }: PointerEvent): Point {
  return { x: clamp((clientX - box.left) / box.width), y: clamp((clientY - box.top) / box.height) };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Sends at most one signal per `BETWEEN`, and always the last position. */
function usePointerSignals(signal: Call['signal']): (point: Point | undefined) => void {
  const throttle = useRef<{ last: number; timer: ReturnType<typeof setTimeout> | undefined }>({
    last: 0,
    timer: undefined,
  });
  useEffect(() => () => clearTimeout(throttle.current.timer), []);
  return (point) => {
    const { current } = throttle;
    clearTimeout(current.timer);
    if (!point) return signal({ type: 'pointer-off' });
    const wait = Math.max(0, current.last + BETWEEN - Date.now());
    current.timer = setTimeout(() => {
      current.last = Date.now();
      signal({ type: 'pointer', ...point });
    }, wait);
  };
}

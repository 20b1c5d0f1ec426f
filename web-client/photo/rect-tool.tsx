import { useRef, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { announce } from '../entry/page.ts';
import type { RectMove } from '../messages/call.ts';
import type { Drawn } from './draw.ts';
import { type Edit, keptPart, type Tool } from './edits.ts';
import { Preview } from './preview.tsx';
import { type Corner, dragCorner, middleOf, moveRect, nudge, type Rect } from './rect.ts';

interface RectToolProps {
  readonly call: Call;
  readonly draft: { readonly base: Drawn; readonly edits: readonly Edit[] };
  readonly source: HTMLImageElement;
  readonly tool: Tool;
  readonly close: () => void;
}

const CORNERS: readonly Corner[] = [
  { left: true, top: true },
  { left: false, top: true },
  { left: true, top: false },
  { left: false, top: false },
];

const MOVES: readonly RectMove[] = ['left', 'right', 'up', 'down', 'wider', 'narrower', 'taller', 'lower'];

const START: Readonly<Record<Tool, number>> = { crop: 0.8, cover: 0.5 };

/** One frame for both tools: dragged, moved with arrow keys, or with plain buttons for those who cannot drag. */
export function RectTool({ call, draft, source, tool, close }: RectToolProps) {
  const { photo: p } = call.m;
  const within = keptPart(draft.edits);
  const [rect, setRect] = useState<Rect>(() => middleOf(within, START[tool]));
  const apply = () => {
    call.photos.apply({ tool, rect });
    announce(tool === 'crop' ? p.cropped : p.covered);
    close();
  };
  return (
    <>
      <h1 class="small-title" tabIndex={-1}>
        {tool === 'crop' ? p.cropTitle : p.coverTitle}
      </h1>
      <div class="workbench">
        <Preview {...{ draft, source }} name={p.preview} />
        <Frame {...{ call, rect, within, setRect, tool }} />
      </div>
      <details class="by-buttons">
        <summary>{p.byButtons}</summary>
        <div class="moves">
          {MOVES.map((move) => (
            <button
              key={move}
              class="button"
              type="button"
              onClick={() => setRect(nudge(rect, move, within))}
            >
              {p.moves[move]}
            </button>
          ))}
        </div>
      </details>
      <div class="actions">
        <p class="small soft">{p.drag}</p>
        <div class="tools">
          <button class="button" type="button" onClick={close}>
            {call.m.cancel}
          </button>
          <button class="button main" type="button" onClick={apply}>
            {tool === 'crop' ? p.cropDo : p.coverDo}
          </button>
        </div>
      </div>
    </>
  );
}

interface FrameProps {
  readonly call: Call;
  readonly rect: Rect;
  readonly within: Rect;
  readonly setRect: (rect: Rect) => void;
  readonly tool: Tool;
}

function Frame({ call, rect, within, setRect, tool }: FrameProps) {
  const { photo: p } = call.m;
  const place = {
    left: percent((rect.x - within.x) / within.w),
    top: percent((rect.y - within.y) / within.h),
    width: percent(rect.w / within.w),
    height: percent(rect.h / within.h),
  };
  return (
    <div class="frame-room">
      <div class={`frame-rect ${tool}`} style={place}>
        <Grip
          name={p.frame}
          class="grip body"
          within={within}
          move={(dx, dy) => setRect(moveRect(rect, dx, dy, within))}
        />
        {CORNERS.map((corner) => (
          <Grip
            key={`${corner.left}${corner.top}`}
            name={p.corner}
            class={`grip ${corner.left ? 'left' : 'right'} ${corner.top ? 'top' : 'bottom'}`}
            within={within}
            move={(dx, dy) => setRect(dragCorner(rect, corner, dx, dy, within))}
          />
        ))}
      </div>
    </div>
  );
}

interface GripProps {
  readonly name: string;
  readonly class: string;
  readonly within: Rect;
  /** By how much of the whole photo. */
  readonly move: (dx: number, dy: number) => void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const KEY_STEP = 0.02;

function Grip({ name, class: look, within, move }: GripProps) {
  const last = useRef<{ readonly x: number; readonly y: number }>(undefined);
  return (
    <button
      class={look}
      type="button"
      aria-label={name}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={(event) => {
        const from = last.current;
        const room = event.currentTarget.closest('.frame-room')?.getBoundingClientRect();
        if (!from || !room) return;
        last.current = { x: event.clientX, y: event.clientY };
        move(
          ((event.clientX - from.x) / room.width) * within.w,
          ((event.clientY - from.y) / room.height) * within.h,
        );
      }}
      onPointerUp={() => {
        last.current = undefined;
      }}
      onPointerCancel={() => {
        last.current = undefined;
      }}
      onKeyDown={(event) => {
        const arrow = ARROWS[event.key];
        if (!arrow) return;
        event.preventDefault();
        move(arrow[0] * KEY_STEP * within.w, arrow[1] * KEY_STEP * within.h);
      }}
    />
  );
}

function percent(part: number): string {
  return `${part * 100}%`;
}

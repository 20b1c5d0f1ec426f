import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { CallMessages } from '../messages/call.ts';

interface ZoomableProps {
  readonly m: CallMessages;
  readonly src: string;
  /** A larger variant for the closer look; the same picture when absent. */
  readonly large?: string;
  readonly alt: string;
  readonly width?: number;
  readonly height?: number;
  readonly onLoad?: () => void;
  /** Drawn over the picture, such as the agent's pointer. */
  readonly children?: ComponentChildren;
}

const LEVELS = [1, 1.6, 2.5, 4];

/** A picture that opens full size on a tap. Pinching works in place and in the closer look: nothing stops it. */
export function Zoomable({ m, src, large = src, alt, width, height, onLoad, children }: ZoomableProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [level, setLevel] = useState(0);
  const [open, setOpen] = useState(false);
  const [ratio, setRatio] = useState(width && height ? width / height : 4 / 3);
  const show = () => {
    setLevel(0);
    setOpen(true);
    dialog.current?.showModal();
  };
  const close = () => dialog.current?.close();
  return (
    <>
      <button class="picture" type="button" aria-label={`${m.guide.zoom}: ${alt}`} onClick={show}>
        <span class="canvas" style={{ '--ratio': ratio }}>
          <img
            alt={alt}
            src={src}
            draggable={false}
            onLoad={({ currentTarget: image }) => {
              if (image.naturalHeight > 0) setRatio(image.naturalWidth / image.naturalHeight);
              onLoad?.();
            }}
          />
          {children}
        </span>
      </button>
      <dialog class="zoom" ref={dialog} aria-label={alt} onClose={() => setOpen(false)}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section class="field-of-view" tabIndex={0} aria-label={alt}>
          {open && <ZoomedImage src={large} alt={alt} level={LEVELS[level] ?? 1} />}
        </section>
        <div class="tools">
          <button
            class="button"
            type="button"
            aria-label={m.smaller}
            aria-disabled={level === 0}
            onClick={() => setLevel(Math.max(0, level - 1))}
          >
            −
          </button>
          <button
            class="button"
            type="button"
            aria-label={m.bigger}
            aria-disabled={level === LEVELS.length - 1}
            onClick={() => setLevel(Math.min(LEVELS.length - 1, level + 1))}
          >
            +
          </button>
          <button class="button main" type="button" onClick={close}>
            {m.closeView}
          </button>
        </div>
      </dialog>
    </>
  );
}

function ZoomedImage({
  src,
  alt,
  level,
}: {
  readonly src: string;
  readonly alt: string;
  readonly level: number;
}) {
  return (
    <img
      src={src}
      alt={alt}
      style={{ width: `${level * 100}%`, maxHeight: level === 1 ? '100%' : 'none', objectFit: 'contain' }}
      draggable={false}
    />
  );
}

import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Drawn, paint } from './draw.ts';
import type { Edit } from './edits.ts';

interface PreviewProps {
  readonly draft: { readonly base: Drawn; readonly edits: readonly Edit[] };
  readonly source: CanvasImageSource;
  readonly name: string;
  readonly small?: boolean;
}

/** The photo drawn just as it will be sent, in as much room as the screen has. */
export function Preview({ draft, source, name, small }: PreviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, source, draft.base, draft.edits);
  }, [source, draft.edits]);
  return (
    <div class={small ? 'preview small' : 'preview'}>
      <canvas ref={canvas} role="img" aria-label={name} />
    </div>
  );
}

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Stage } from '../../protocol/stage.ts';
import type { Call } from './call.ts';

/**
 * Tells the agent that this showing (this step of it) is on the screen: once its picture has loaded and the
 * page can be seen, and not before. Returns the function that says that the picture has loaded.
 */
export function useDisplayed(
  call: Call,
  stage: Exclude<Stage, { kind: 'nothing' }>,
  step: number,
  ready: boolean,
): () => void {
  const [loaded, setLoaded] = useState<number>();
  const told = useRef<number>(undefined);
  const there = ready || loaded === step;
  const known = stage.displayedAt !== undefined && (stage.kind !== 'guide' || stage.displayedStep === step);
  useEffect(() => {
    if (!there || known || told.current === step) return;
    const tell = () => {
      if (document.visibilityState !== 'visible' || told.current === step) return;
      told.current = step;
      void call.send({ type: 'ConfirmDisplayed', showing: stage.showing, step });
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [there, known, step, stage.showing]);
  return () => setLoaded(step);
}

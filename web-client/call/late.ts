import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Call } from './call.ts';

/** A screen that few calls need, once its chunk is here; undefined until then. */
export function useLate<P>(call: Call, load: () => Promise<ComponentType<P>>): ComponentType<P> | undefined {
  const [Screen, setScreen] = useState<ComponentType<P>>();
  useEffect(() => {
    load().then(
      (screen) => setScreen(() => screen),
      () => call.say(call.m.strip.lost),
    );
  }, []);
  return Screen;
}

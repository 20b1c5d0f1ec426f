/** The reviewer's console is loaded when a reviewer is signed in: agents never pay for it. */
import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../../protocol/http.ts';
import { messages } from '../text/language.ts';

type Console = typeof import('../review/console.tsx').ReviewConsole;

export function ReviewDoor({ me, path }: { me: Me; path: string }) {
  const [loaded, keep] = useState<{ readonly Console: Console } | 'failed' | undefined>(undefined);
  useEffect(() => {
    import('../review/console.tsx').then(
      ({ ReviewConsole }) => keep({ Console: ReviewConsole }),
      () => keep('failed'),
    );
  }, []);
  if (loaded === undefined) return <p class="screen-note">{messages.value.loading}</p>;
  if (loaded === 'failed') return <p class="screen-note">{messages.value.offline}</p>;
  return <loaded.Console me={me} path={path} />;
}

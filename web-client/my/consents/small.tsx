import { currentLanguage } from '../../entry/language.ts';
import type { Taps } from '../state.ts';
import { consentMessages } from './messages.ts';

/** The page's two ways, in the same place on both. */
export function Ways({
  here,
  taps,
}: {
  readonly here: 'calls' | 'consents';
  readonly taps: Pick<Taps, 'home' | 'consents'>;
}) {
  const m = consentMessages(currentLanguage());
  const way = (name: 'calls' | 'consents', go: () => void) => (
    <button class="way" type="button" aria-current={here === name ? 'page' : undefined} onClick={go}>
      {m[name]}
    </button>
  );
  return (
    <nav class="ways" aria-label={m.ways}>
      {way('calls', taps.home)}
      {way('consents', taps.consents)}
    </nav>
  );
}

/** What the last tap came to. */
export function Outcome({
  said,
  wrong,
}: {
  readonly said?: string | undefined;
  readonly wrong?: string | undefined;
}) {
  return (
    <>
      {said && <p class="said">{said}</p>}
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}

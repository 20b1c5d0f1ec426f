/** The sheet that lists every chord. */
import type { Chord } from '../pure/chords.ts';
import { messages } from '../text/language.ts';
import { Keys, keyShortcut } from './chord.tsx';
import { Dialog } from './dialog.tsx';

const GROUPS: readonly (readonly ['console' | 'caller' | 'stage' | 'library', readonly Chord[]])[] = [
  ['console', ['newCall', 'team', 'sound', 'help', 'handOver', 'end']],
  ['caller', ['match', 'sendAgain', 'spokenCode', 'agreeMove', 'declineMove']],
  ['stage', ['stepForward', 'stepBack', 'turning', 'pointer', 'clearStage']],
  ['library', ['guides', 'page', 'note', 'picture', 'requestPhoto', 'openPhoto']],
];

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { keys } = messages.value;
  return (
    <Dialog title={keys.title} onClose={onClose} wide>
      <p class="soft">{keys.lead}</p>
      <div class="key-groups">
        {GROUPS.map(([group, chords]) => (
          <section key={group}>
            <h3>{keys.groups[group]}</h3>
            <dl>
              {chords.map((chord) => (
                <div key={chord}>
                  <dt>{keys.chords[chord]}</dt>
                  <dd>
                    <Keys chord={chord} />
                    <span class="hidden">{keyShortcut(chord)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** The agent's own open calls, to return to. */
import type { Me } from '../../protocol/http.ts';
import { tick } from '../model/clock.ts';
import { go } from '../model/router.ts';
import { sessions, sessionsProblem, useSessions } from '../model/sessions.ts';
import { addressOf } from '../pure/route.ts';
import { messages } from '../text/language.ts';
import { Icon } from './icon.tsx';
import { MATTER_ICONS, matterTitle } from './new-call-fields.tsx';

export function OpenCalls({ me }: { me: Me }) {
  useSessions();
  const { newCall: text, statuses, ago, languages } = messages.value;
  const open = (sessions.value?.rows ?? []).filter(
    (row) => row.own && row.status !== 'ended' && row.status !== 'erased',
  );
  return (
    <aside class="open-calls" aria-labelledby="open-calls">
      <h2 id="open-calls">{text.open}</h2>
      {sessionsProblem.value ? <p class="refusal">{sessionsProblem.value}</p> : null}
      {open.length === 0 ? <p class="soft">{text.none}</p> : null}
      <ul>
        {open.map((row) => (
          <li key={row.session}>
            <a
              class="open-call"
              href={addressOf({ screen: 'call', session: row.session })}
              onClick={(event) => {
                event.preventDefault();
                go({ screen: 'call', session: row.session });
              }}
            >
              <Icon name={MATTER_ICONS[row.category]} />
              <span class="open-call-what">
                <strong>{matterTitle(me, row.category)}</strong>
                <span class="soft">
                  {statuses[row.status]} · {languages[row.language]}
                </span>
              </span>
              <span class="soft number">
                {ago(Math.max(0, Math.round((tick.value - row.createdAt) / 1000)))}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** Behind the door: the calls that are kept, the requests, and what can be asked for. */

import { REQUEST_ARTICLES } from '../../protocol/requests.ts';
import type { OwnRequest, SubjectCall } from '../../protocol/subject.ts';
import { currentLanguage } from '../entry/language.ts';
import { Ways } from './consents/small.tsx';
import { myMessages } from './messages.ts';
import { NoticeLink } from './small.tsx';
import type { Parts, Screen } from './state.ts';
import { day, moment, time } from './words.ts';

export function HomeScreen({
  screen: { view, said },
  door,
  busy,
  taps,
}: Parts & { readonly screen: Extract<Screen, { at: 'home' }> }) {
  const m = myMessages(currentLanguage());
  return (
    <>
      <h1 tabIndex={-1}>{m.title}</h1>
      <p class="soft">{m.home.lead(view.numberEnd)}</p>
      <Ways here="calls" taps={taps} />
      {said && <p class="said">{said}</p>}
      <h2>{m.home.calls}</h2>
      {view.calls.length === 0 && <p>{m.home.none}</p>}
      <ul class="list">
        {view.calls.map((call) => (
          <li key={call.session}>
            <CallCard call={call} open={() => taps.openCall(call.session)} />
          </li>
        ))}
      </ul>
      {view.more && <p class="small">{m.home.more}</p>}
      <p>
        <a class="button" href="/api/subject/export" download>
          {m.home.download}
        </a>
      </p>
      <h2>{m.home.requests}</h2>
      {view.requests.length === 0 && <p>{m.home.noRequests}</p>}
      <ul class="list">
        {view.requests.map((request) => (
          <li key={request.id} class="card">
            <RequestCard request={request} />
          </li>
        ))}
      </ul>
      <NoticeLink door={door} />
      <p class="small soft">{m.home.until(time(view.until))}</p>
      <div class="actions">
        <button class="button main" type="button" onClick={taps.ask}>
          {m.home.ask}
        </button>
        <button class="button" type="button" aria-disabled={busy} onClick={taps.signOut}>
          {m.home.signOut}
        </button>
      </div>
    </>
  );
}

function CallCard({ call, open }: { readonly call: SubjectCall; readonly open: () => void }) {
  const language = currentLanguage();
  const m = myMessages(language);
  return (
    <button class="card" type="button" onClick={open}>
      <b>{call.endedAt === undefined ? m.home.now : moment(call.at)}</b>
      <span>{m.home.line(call.topic[language], call.agentName)}</span>
      {call.photos > 0 && <span class="small soft">{m.home.photos(call.photos)}</span>}
      {call.restricted && <span class="small">{m.call.restricted}</span>}
    </button>
  );
}

function RequestCard({ request }: { readonly request: OwnRequest }) {
  const m = myMessages(currentLanguage());
  const { kind, state, outcome, article, restriction } = request;
  return (
    <>
      <b>{m.ask.kinds[kind]}</b>
      <span class="small soft">{m.ask.article(REQUEST_ARTICLES[kind])}</span>
      <span>{m.request.received(day(request.receivedAt))}</span>
      {state === 'open' && <span>{m.request.due(day(request.due))}</span>}
      {state === 'open' && request.extended && <span>{m.request.extended}</span>}
      {state === 'erasing' && <span>{m.request.erasing}</span>}
      {request.closedAt !== undefined && <span>{m.request.closed(day(request.closedAt))}</span>}
      {outcome && (
        <span>
          {m.request.outcomes[outcome]}
          {article && `, ${m.request.on(article)}`}
        </span>
      )}
      {request.answer && <span>{request.answer}</span>}
      {restriction && <span>{m.request.restriction[restriction]}</span>}
    </>
  );
}

import { MATCH_TRIES } from '../../protocol/session.ts';
import type { Call } from './call.ts';

/** The proof, in both directions: two digits to read out, and the word that the agent will say. */
export function Match({ call }: { readonly call: Call }) {
  const { m, session, agent } = call;
  const { match } = session.joined;
  if (match.kind !== 'pending') return null;
  const digits = match.digits ?? '';
  return (
    <>
      <h1 tabIndex={-1}>{m.match.title}</h1>
      <p>{m.match.lead(agent)}</p>
      <p class="big-digits">
        <span class="unseen">{m.match.digits([...digits].join(' '))}</span>
        {[...digits].map((digit, place) => (
          <span key={place} aria-hidden="true">
            {digit}
          </span>
        ))}
      </p>
      {match.missesLeft < MATCH_TRIES && <p class="wrong">{m.match.missed(match.missesLeft)}</p>}
      <p class="says">
        {m.match.says(agent)} <strong>{session.word}</strong>
      </p>
      <p class="small soft">{m.match.wrongHint}</p>
      <p class="soft">{m.match.wait(agent)}</p>
      <div class="actions">
        <button class="button" type="button" onClick={call.leave}>
          {m.match.wrongWord}
        </button>
      </div>
    </>
  );
}

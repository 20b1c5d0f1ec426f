import type { InvitationView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { entryMessages } from '../messages/entry.ts';
import { currentLanguage } from './language.ts';
import { Languages } from './languages.tsx';

export interface TermsProps {
  readonly view: InvitationView;
  readonly busy: boolean;
  /** What went wrong with the last try, in a sentence. */
  readonly wrong?: string | undefined;
  readonly accept: () => void;
  readonly choose: (language: Language) => void;
  /** They have begun to read: opened a text. */
  readonly reading: () => void;
}

/** Who calls, what will happen, the terms in short, and one button. */
export function Terms({ view, busy, wrong, accept, choose, reading }: TermsProps) {
  const language = currentLanguage();
  const m = entryMessages(language);
  const { brand, agentName: agent } = view;
  const short = view.terms.short[language];
  return (
    <div class="screen">
      <header class="strip">
        <b>{brand.brand}</b>
        <Languages offered={brand.languages} choose={choose} />
      </header>
      <main>
        <h1 tabIndex={-1}>{m.talking(agent)}</h1>
        <p>{m.lead(brand.brand, agent)}</p>
        <ul class="facts">
          <li>{m.onlyNow}</li>
          <li>{m.free(view.dataUse)}</li>
          <li>{m.sees(agent)}</li>
        </ul>
        <p>{m.proof(agent)}</p>
        <h2>{m.short}</h2>
        <ul class="points">
          {short.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <div class="texts">
          <Text
            href={view.terms.addresses[language]}
            name={m.description}
            hint={m.newTab}
            reading={reading}
          />
          <Text href={view.notice.addresses[language]} name={m.notice} hint={m.newTab} reading={reading} />
        </div>
        <p class="small soft">
          {brand.name}, {brand.registration}
          <br />
          {brand.phone} · {brand.email}
        </p>
        <div class="actions">
          {wrong && (
            <p class="wrong" role="alert">
              {wrong}
            </p>
          )}
          <p class="small">{short.consequence}</p>
          <button class="button main" type="button" aria-disabled={busy} onClick={() => busy || accept()}>
            {busy ? m.starting : view.moving ? m.resume : m.start}
          </button>
        </div>
      </main>
    </div>
  );
}

function Text(props: {
  readonly href: string;
  readonly name: string;
  readonly hint: string;
  readonly reading: () => void;
}) {
  return (
    <a href={props.href} target="_blank" rel="noopener" onClick={props.reading}>
      {props.name}
      <span class="unseen"> ({props.hint})</span>
    </a>
  );
}

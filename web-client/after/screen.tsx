import type { AfterCallView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import type { Photo } from '../../protocol/session.ts';
import { currentLanguage } from '../entry/language.ts';
import { Languages } from '../entry/languages.tsx';
import { type AfterMessages, afterMessages } from '../messages/after.ts';

interface AfterProps {
  readonly view: AfterCallView;
  /** What the last tap came to. */
  readonly said: string | undefined;
  readonly choose: (language: Language) => void;
  readonly erase: (photo?: string) => void;
  readonly newCode: () => void;
}

export function AfterScreen({ view, said, choose, erase, newCode }: AfterProps) {
  const language = currentLanguage();
  const m = afterMessages(language);
  const kept = view.photos.filter((photo) => !photo.erased);
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
  return (
    <div class="screen">
      <header class="strip">
        <b>{view.brand.brand}</b>
        <Languages offered={view.brand.languages} choose={choose} />
      </header>
      <main>
        <h1 tabIndex={-1}>{m.title}</h1>
        <p>
          {m.reasons(view.agentName)[view.reason]} {m.close}
        </p>
        <p class="small soft">{m.ended(date.format(view.endedAt))}</p>
        {said && <p class="said">{said}</p>}
        <h2>{view.photos.length > 0 ? m.shared(view.photos.length) : m.nothing}</h2>
        {kept.length > 0 && <p>{m.photosUntil(date.format(view.photosUntil))}</p>}
        <ul class="left">
          {view.photos.map((photo, place) => (
            <li key={photo.id}>
              {photo.erased ? (
                <p class="erased">{m.gone}</p>
              ) : (
                <Kept {...{ photo, m, erase }} number={place + 1} />
              )}
            </li>
          ))}
        </ul>
        <p class="small soft">{m.contentUntil(day.format(view.contentUntil))}</p>
        <div class="texts">
          <a href={view.notice.addresses[language]} target="_blank" rel="noopener">
            {m.notice}
            <span class="unseen"> ({m.newTab})</span>
          </a>
        </div>
        <div class="actions">
          {kept.length > 0 && (
            <button class="button" type="button" onClick={() => erase()}>
              {m.eraseAll}
            </button>
          )}
          <button class="button" type="button" onClick={newCode}>
            {m.newCode}
          </button>
        </div>
      </main>
    </div>
  );
}

interface KeptProps {
  readonly photo: Photo;
  readonly number: number;
  readonly m: AfterMessages;
  readonly erase: (photo: string) => void;
}

function Kept({ photo, number, m, erase }: KeptProps) {
  const address = `/api/caller/media/${photo.id}`;
  const name = m.name(number);
  return (
    <>
      <img src={`${address}?width=640`} alt={name} width={photo.width} height={photo.height} />
      <div class="two">
        <a class="button" href={address} download={`${name}.jpg`} aria-label={`${m.download}: ${name}`}>
          {m.download}
        </a>
        <button
          class="button"
          type="button"
          aria-label={`${m.erase}: ${name}`}
          onClick={() => erase(photo.id)}
        >
          {m.erase}
        </button>
      </div>
    </>
  );
}

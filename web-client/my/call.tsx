/** One call: what was shared and shown, what is kept and until when, and the means to erase it. */
import type { Kept, SharedPhoto, Shown, SubjectCallDetail } from '../../protocol/subject.ts';
import { currentLanguage } from '../entry/language.ts';
import { myMessages } from './messages.ts';
import { TextLink } from './small.tsx';
import type { Parts, Screen, Taps } from './state.ts';
import { moment } from './words.ts';

type CallParts = Parts & { readonly screen: Extract<Screen, { at: 'call' }> };

export function CallScreen({ screen, busy, taps }: CallParts) {
  const language = currentLanguage();
  const m = myMessages(language);
  const { call, said, wrong, sure } = screen;
  const over = call.endedAt !== undefined;
  const free = call.shared.filter(({ state }) => state === 'kept');
  return (
    <>
      <h1 tabIndex={-1}>{m.call.about(call.topic[language])}</h1>
      {said && <p class="said">{said}</p>}
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <About call={call} />
      <h2>{m.call.kept}</h2>
      <ul class="list">
        {call.kept.map((kept) => (
          <li key={kept.what} class="card">
            <KeptLine kept={kept} />
          </li>
        ))}
      </ul>
      <h2>{m.call.shared}</h2>
      {call.shared.length === 0 && <p>{m.call.nothingShared}</p>}
      <ul class="list">
        {call.shared.map((photo, place) => (
          <li key={photo.id} class="photo">
            <Photo call={call} photo={photo} name={m.call.photo(place + 1)} taps={taps} />
          </li>
        ))}
      </ul>
      {over && free.length > 1 && (
        <button class="button" type="button" onClick={() => taps.erase({ what: 'photos' })}>
          {m.call.eraseAll}
        </button>
      )}
      <h2>{m.call.shown}</h2>
      {call.shown.length === 0 && <p>{m.call.nothingShown}</p>}
      <ul class="list">
        {call.shown.map((shown) => (
          <li key={`${shown.at} ${shown.kind}`} class="card">
            <ShownLine call={call} shown={shown} />
          </li>
        ))}
      </ul>
      {over && <EraseCall sure={sure} busy={busy} taps={taps} />}
      <div class="actions">
        <button class="button main" type="button" onClick={taps.home}>
          {m.back}
        </button>
      </div>
    </>
  );
}

function About({ call }: { readonly call: SubjectCallDetail }) {
  const language = currentLanguage();
  const m = myMessages(language);
  const { accepted, device } = call;
  return (
    <>
      <p>
        {call.endedAt === undefined ? m.home.now : moment(call.at)}
        <br />
        {m.call.with(call.agentName)}
      </p>
      {call.matter && (
        <p>
          <span class="small soft">{m.call.matter}</span>
          <br />
          {call.matter}
        </p>
      )}
      {device && <p class="small soft">{m.call.device[device]}</p>}
      {accepted && (
        <p class="small soft">
          {m.call.accepted(moment(accepted.at))}
          <br />
          <TextLink href={accepted.terms.addresses[language]} name={m.call.terms} />
          <br />
          <TextLink href={accepted.notice.addresses[language]} name={m.notice} />
        </p>
      )}
      {call.restricted && <p class="warn">{m.call.restricted}</p>}
    </>
  );
}

function KeptLine({ kept: { what, until, held } }: { readonly kept: Kept }) {
  const m = myMessages(currentLanguage());
  return (
    <>
      <b>{m.call.keptWhat[what]}</b>
      <span>{until === undefined ? m.call.afterCall : m.call.until(moment(until))}</span>
      <span class="small soft">{m.call.keptWhy[what]}</span>
      {held && <span class="small">{m.call.held}</span>}
    </>
  );
}

interface PhotoParts {
  readonly call: SubjectCallDetail;
  readonly photo: SharedPhoto;
  readonly name: string;
  readonly taps: Taps;
}

function Photo({ call, photo, name, taps }: PhotoParts) {
  const m = myMessages(currentLanguage());
  if (photo.state === 'erased') return <p class="gone">{m.call.gone}</p>;
  const address = addressOf(call, photo.id);
  return (
    <>
      <a href={address} target="_blank" rel="noopener">
        <img
          src={`${address}?width=320`}
          alt={name}
          width={photo.width}
          height={photo.height}
          loading="lazy"
        />
      </a>
      <div class="two">
        <a
          class="button"
          href={`${address}?download=1`}
          download={`${name}.jpg`}
          aria-label={`${m.call.save}: ${name}`}
        >
          {m.call.save}
        </a>
        {call.endedAt !== undefined && photo.state === 'kept' && (
          <button
            class="button"
            type="button"
            aria-label={`${m.call.erase}: ${name}`}
            onClick={() => taps.erase({ what: 'photo', photo: photo.id })}
          >
            {m.call.erase}
          </button>
        )}
      </div>
      {photo.state === 'held' && <p class="small">{m.call.held}</p>}
    </>
  );
}

function ShownLine({ call, shown }: { readonly call: SubjectCallDetail; readonly shown: Shown }) {
  const language = currentLanguage();
  const m = myMessages(language);
  switch (shown.kind) {
    case 'guide':
      return <span>{m.call.guide(shown.titles[language], shown.done, shown.help)}</span>;
    case 'page':
      return <TextLink href={shown.url} name={m.call.page(shown.title)} />;
    case 'note':
      return (
        <>
          <b>{m.call.note}</b>
          <span>{shown.text}</span>
        </>
      );
    case 'picture':
      return (
        <>
          <b>{m.call.picture}</b>
          <span class="photo">
            <img
              src={`${addressOf(call, shown.media)}?width=480`}
              alt={shown.alt}
              width={shown.width}
              height={shown.height}
              loading="lazy"
            />
          </span>
        </>
      );
    default:
      return shown satisfies never;
  }
}

/** First what it means, then the button: this one cannot be taken back. */
function EraseCall({ sure, busy, taps }: Pick<Parts, 'busy' | 'taps'> & { readonly sure: boolean }) {
  const m = myMessages(currentLanguage());
  if (!sure) {
    return (
      <button class="button" type="button" onClick={() => taps.makeSure(true)}>
        {m.call.eraseCall}
      </button>
    );
  }
  return (
    <div class="stack">
      <p class="warn" role="alert">
        {m.call.eraseCallMeans}
      </p>
      <div class="two">
        <button
          class="button"
          type="button"
          aria-disabled={busy}
          onClick={() => taps.erase({ what: 'content' })}
        >
          {busy ? m.call.erasing : m.call.sure}
        </button>
        <button class="button" type="button" onClick={() => taps.makeSure(false)}>
          {m.call.notNow}
        </button>
      </div>
    </div>
  );
}

function addressOf({ session }: SubjectCallDetail, media: string): string {
  return `/api/subject/calls/${session}/media/${media}`;
}

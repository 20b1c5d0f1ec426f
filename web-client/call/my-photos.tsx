import type { Photo } from '../../protocol/session.ts';
import type { Call } from './call.ts';
import { mediaAddress } from './media.ts';
import { Zoomable } from './zoom.tsx';

/** Exactly what left the phone; each can be taken back. */
export function MyPhotos({ call }: { readonly call: Call }) {
  const { m, session } = call;
  const { photos } = session.joined;
  const kept = photos.filter((photo) => !photo.erased);
  const takeBack = async (photo: Photo) => {
    if (await call.send({ type: 'TakeBackPhoto', photo: photo.id })) call.say(m.photos.takenBack);
  };
  const takeBackAll = async () => {
    const all = { type: 'TakeBackAllPhotos' } as const;
    if (!(await call.send(all))) return;
    // What a legal hold keeps is still there: asked again, the server says why.
    const stays = call.session.joined.photos.some((photo) => !photo.erased);
    if (!stays || (await call.send(all))) call.say(m.photos.takenBack);
  };
  return (
    <>
      <h1 tabIndex={-1}>{m.photos.title}</h1>
      <p>{photos.length === 0 ? m.photos.none : m.photos.lead}</p>
      <ul class="photos">
        {photos.map((photo, place) => (
          <li key={photo.id}>
            {photo.erased ? (
              <p class="gone">{m.photos.taken}</p>
            ) : (
              <>
                <Zoomable
                  m={m}
                  src={mediaAddress(photo.id, 640)}
                  large={mediaAddress(photo.id, 2048)}
                  alt={m.photos.name(place + 1)}
                  width={photo.width}
                  height={photo.height}
                />
                <p class="small soft">
                  {m.photos.sent(timeOf(photo.at, call.language), photo.seen ? m.photos.seen : '')}
                </p>
                <button
                  class="button"
                  type="button"
                  aria-label={`${m.photos.takeBack}: ${m.photos.name(place + 1)}`}
                  onClick={() => void takeBack(photo)}
                >
                  {m.photos.takeBack}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      <div class="actions">
        {kept.length > 1 && (
          <button class="button" type="button" onClick={() => void takeBackAll()}>
            {m.photos.takeBackAll}
          </button>
        )}
        <button class="button main" type="button" onClick={() => call.open('none')}>
          {m.back}
        </button>
      </div>
    </>
  );
}

function timeOf(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** Photos that the caller sent, and asking for one. */
import { useSignal } from '@preact/signals';
import type { Photo } from '../../../protocol/session.ts';
import { hindrance, joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { clockTime, messages } from '../../text/language.ts';
import { useChord } from '../chord.tsx';
import { Icon } from '../icon.tsx';
import { PhotoRequests } from './photo-requests.tsx';
import { PhotoViewer } from './photo-viewer.tsx';
import { Refusal } from './refusal.tsx';

export function Photos({ call, me }: CallProps) {
  const { photos: text } = messages.value;
  const state = call.state.value;
  const joined = joinedOf(state);
  const photos = joined?.photos ?? [];
  const percent = call.signs.value.uploadPercent;
  const viewed = useSignal<string | undefined>(undefined);
  const newest = photos.findLast((photo) => !photo.erased);
  const view = (photo: string) => {
    viewed.value = photo;
  };
  useChord('openPhoto', () => newest && view(newest.id), newest !== undefined);

  return (
    <section class="photos" aria-labelledby="photos">
      <h2 id="photos">
        {text.title} {photos.length > 0 ? <span class="soft number">{photos.length}</span> : null}
      </h2>
      {percent === undefined ? null : (
        <p class="incoming">
          <label>
            {text.incoming(Math.round(percent))} <progress max={100} value={percent} />
          </label>
        </p>
      )}
      {photos.length === 0 && percent === undefined ? <p class="soft">{text.none}</p> : null}
      <ul class="thumbs">
        {photos.map((photo, place) => (
          <Thumb key={photo.id} session={call.session} photo={photo} place={place} onView={view} />
        ))}
      </ul>
      {hindrance(state) === 'over' ? null : <PhotoRequests call={call} me={me} />}
      <Refusal call={call} area="photos" />
      {viewed.value === undefined ? null : (
        <PhotoViewer
          call={call}
          photos={photos}
          shown={viewed.value}
          onShow={view}
          onClose={() => {
            viewed.value = undefined;
          }}
        />
      )}
    </section>
  );
}

interface ThumbProps {
  readonly session: string;
  readonly photo: Photo;
  readonly place: number;
  readonly onView: (photo: string) => void;
}

function Thumb({ session, photo, place, onView }: ThumbProps) {
  const { photos: text } = messages.value;
  if (photo.erased) {
    return (
      <li class="thumb erased">
        <span>{text.erased[photo.erased.rule]}</span>
        <time class="number">{clockTime(photo.erased.at)}</time>
      </li>
    );
  }
  const name = text.photo(place + 1, clockTime(photo.at));
  return (
    <li>
      <button type="button" class="thumb" data-fresh={!photo.seen} onClick={() => onView(photo.id)}>
        <img src={`/api/sessions/${session}/media/${photo.id}?width=320`} alt={name} />
        {photo.seen ? null : (
          <span class="thumb-fresh">
            <Icon name="camera" /> {text.fresh}
          </span>
        )}
        <time class="number" aria-hidden="true">
          {clockTime(photo.at)}
        </time>
      </button>
    </li>
  );
}

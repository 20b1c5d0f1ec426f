/** One photo, large: zoom, rotate, move, next. Its keys act only while the picture has the focus. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Photo } from '../../../protocol/session.ts';
import type { Call } from '../../model/call.ts';
import { isViewKey, moveView, NO_VIEW, type View, viewAfterKey } from '../../pure/photo-view.ts';
import { clockTime, messages } from '../../text/language.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Icon } from '../icon.tsx';

interface ViewerProps {
  readonly call: Call;
  readonly photos: readonly Photo[];
  /** Id of the photo on view. */
  readonly shown: string;
  readonly onShow: (photo: string) => void;
  readonly onClose: () => void;
}

export function PhotoViewer({ call, photos, shown, onShow, onClose }: ViewerProps) {
  const { photos: text } = messages.value;
  const place = photos.findIndex((photo) => photo.id === shown);
  const photo = photos[place];
  const view = useSignal<View>(NO_VIEW);
  useEffect(() => {
    view.value = NO_VIEW;
  }, [shown]);
  if (!photo) return null;

  const go = (by: 1 | -1) => {
    const next = neighbour(photos, place, by);
    if (next) onShow(next.id);
  };
  const turn = (key: string) => {
    view.value = viewAfterKey(view.value, key);
  };
  return (
    <Dialog title={text.photo(place + 1, clockTime(photo.at))} onClose={onClose} wide>
      {photo.erased ? (
        <p class="viewer-gone">{text.gone}</p>
      ) : (
        <Picture call={call} photo={photo} view={view} onGo={go} />
      )}
      <div class="viewer-tools">
        <Button label={text.previous} disabled={!neighbour(photos, place, -1)} onClick={() => go(-1)}>
          <Icon name="back" />
        </Button>
        <Button label={text.zoomOut} onClick={() => turn('-')}>
          <Icon name="minus" />
        </Button>
        <Button label={text.zoomIn} onClick={() => turn('+')}>
          <Icon name="plus" />
        </Button>
        <Button label={text.rotate} onClick={() => turn('r')}>
          <Icon name="rotate" />
        </Button>
        <Button label={text.fit} onClick={() => turn('0')}>
          <Icon name="whole" />
        </Button>
        <Button label={text.following} disabled={!neighbour(photos, place, 1)} onClick={() => go(1)}>
          <Icon name="forward" />
        </Button>
        <span class="hint">{text.keys}</span>
      </div>
    </Dialog>
  );
}

function neighbour(photos: readonly Photo[], place: number, by: 1 | -1): Photo | undefined {
  const rest = by === 1 ? photos.slice(place + 1) : photos.slice(0, place).reverse();
  return rest.find((photo) => !photo.erased);
}

interface PictureProps extends Pick<ViewerProps, 'call'> {
  readonly photo: Photo;
  readonly view: { value: View };
  readonly onGo: (by: 1 | -1) => void;
}

function Picture({ call, photo, view, onGo }: PictureProps) {
  const { photos: text } = messages.value;
  const broken = useSignal(false);
  const { zoom, turns, x, y } = view.value;
  const seen = () => {
    if (!photo.seen) void call.run('photos', { type: 'MarkPhotoSeen', photo: photo.id });
  };
  return (
    <div
      class="viewer"
      role="application"
      aria-label={`${text.viewer}. ${text.keys}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application region takes the keyboard by design
      tabIndex={0}
      autofocus
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === 'PageDown' || event.key === 'PageUp') onGo(event.key === 'PageDown' ? 1 : -1);
        else if (isViewKey(event.key)) view.value = viewAfterKey(view.value, event.key);
        else return;
        event.preventDefault();
      }}
      onWheel={(event) => {
        event.preventDefault();
        view.value = viewAfterKey(view.value, event.deltaY < 0 ? '+' : '-');
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const { width, height } = event.currentTarget.getBoundingClientRect();
        if (event.buttons === 1)
          view.value = moveView(view.value, event.movementX / width, event.movementY / height);
      }}
    >
      {broken.value ? (
        <p class="viewer-gone">{text.broken}</p>
      ) : (
        <img
          src={`/api/sessions/${call.session}/media/${photo.id}`}
          alt={text.viewer}
          draggable={false}
          data-sideways={turns % 2 === 1}
          style={{ transform: `translate(${x * 100}%, ${y * 100}%) rotate(${turns * 90}deg) scale(${zoom})` }}
          onLoad={seen}
          onError={() => {
            broken.value = true;
          }}
        />
      )}
    </div>
  );
}

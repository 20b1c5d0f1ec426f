/** A picture of the moment: chosen, dropped or pasted; stored first, then shown with its description. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PictureStored } from '../../../protocol/http.ts';
import { postPicture } from '../../model/api.ts';
import { hindrance } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { Button } from '../button.tsx';

const ACCEPTED = 'image/jpeg,image/png,image/webp';

export function LibraryPicture({ call }: Pick<CallProps, 'call'>) {
  const stored = useSignal<PictureStored | undefined>(undefined);
  const busy = useSignal(false);
  const ready = hindrance(call.state.value) === undefined;

  async function take(file: File | null | undefined): Promise<void> {
    if (!file || busy.value || !ready) return;
    busy.value = true;
    call.tell('library', undefined);
    const answer = await postPicture<PictureStored>(`/api/sessions/${call.session}/pictures`, file);
    busy.value = false;
    if (answer.ok) stored.value = answer.value;
    else call.tell('library', answer.sentence);
  }
  // A screenshot is most often in the clipboard already.
  useEffect(() => {
    const paste = (event: ClipboardEvent) => void take(event.clipboardData?.files[0]);
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, [ready]);

  const again = () => {
    stored.value = undefined;
  };
  return stored.value ? (
    <Describe call={call} picture={stored.value} onDone={again} />
  ) : (
    <Choose disabled={!ready} busy={busy.value} onTake={(file) => void take(file)} />
  );
}

interface ChooseProps {
  readonly disabled: boolean;
  readonly busy: boolean;
  readonly onTake: (file: File | undefined) => void;
}

function Choose({ disabled, busy, onTake }: ChooseProps) {
  const { library: text } = messages.value;
  return (
    <label
      class="drop"
      data-disabled={disabled}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onTake(event.dataTransfer?.files[0]);
      }}
    >
      <strong>{busy ? text.uploading : text.choosePicture}</strong>
      <span class="hint">{text.pictureHint}</span>
      <input
        data-first
        type="file"
        accept={ACCEPTED}
        disabled={disabled || busy}
        onChange={(event) => onTake(event.currentTarget.files?.[0])}
      />
    </label>
  );
}

interface DescribeProps extends Pick<CallProps, 'call'> {
  readonly picture: PictureStored;
  readonly onDone: () => void;
}

function Describe({ call, picture, onDone }: DescribeProps) {
  const { library: text } = messages.value;
  const alt = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const state = call.state.value;
  async function show(): Promise<void> {
    const said = alt.value.trim();
    if (said === '') return;
    if (await call.run('library', { type: 'ShowPicture', media: picture.media, alt: said })) onDone();
  }
  return (
    <form
      class="own"
      onSubmit={(event) => {
        event.preventDefault();
        void show();
      }}
    >
      <img
        class="own-picture"
        src={`/api/sessions/${call.session}/media/${picture.media}?width=640`}
        alt=""
        width={picture.width}
        height={picture.height}
      />
      <label class="field">
        <span>{text.alt}</span>
        <input
          ref={input}
          required
          autocomplete="off"
          maxLength={200}
          lang={'language' in state ? state.language : 'lv'}
          value={alt.value}
          aria-describedby="alt-hint"
          onInput={(event) => {
            alt.value = event.currentTarget.value;
          }}
        />
        <span id="alt-hint" class="hint">
          {text.altHint}
        </span>
      </label>
      <div class="row">
        <button type="submit" class="button main" disabled={call.pending.value.has('library')}>
          {text.showPicture}
        </button>
        <Button kind="quiet" onClick={onDone}>
          {text.otherPicture}
        </Button>
      </div>
    </form>
  );
}

/** Asking for a photo: ready hints or the agent's own, always in the caller's language. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { hindrance, joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { PHOTO_HINTS } from '../../text/caller-words.ts';
import { messages, uiLanguage } from '../../text/language.ts';
import { Button } from '../button.tsx';
import { Keys, keyShortcut, useChord } from '../chord.tsx';
import { Icon } from '../icon.tsx';

export function PhotoRequests({ call }: CallProps) {
  const requests = joinedOf(call.state.value)?.requests ?? [];
  const open = requests.filter((request) => request.state === 'open');
  const { photos: text } = messages.value;
  const declined = requests.at(-1)?.state === 'declined';
  return (
    <div class="photo-requests">
      {open.map((request) => (
        <p key={request.id} class="asked">
          <span>
            <strong>{text.asked}:</strong> {request.hint}
          </span>
          <Button
            small
            disabled={call.pending.value.has('photos')}
            onClick={() => void call.run('photos', { type: 'CancelPhotoRequest', request: request.id })}
          >
            {text.cancelRequest}
          </Button>
        </p>
      ))}
      {declined ? <p class="hint">{text.declined}</p> : null}
      <Ask call={call} />
    </div>
  );
}

function Ask({ call }: Pick<CallProps, 'call'>) {
  const { photos: text, sayIn } = messages.value;
  const details = useRef<HTMLDetailsElement>(null);
  const own = useSignal('');
  const state = call.state.value;
  const language = 'language' in state ? state.language : 'lv';
  const disabled = hindrance(state) !== undefined;
  useChord('requestPhoto', () => open(details.current));

  async function ask(hint: string): Promise<void> {
    if (hint.trim() === '' || disabled) return;
    if (!(await call.run('photos', { type: 'RequestPhoto', hint: hint.trim() }))) return;
    own.value = '';
    if (details.current) details.current.open = false;
  }
  return (
    <details ref={details} class="ask">
      <summary class="button" aria-keyshortcuts={keyShortcut('requestPhoto')}>
        <Icon name="camera" /> {text.request} <Keys chord="requestPhoto" />
      </summary>
      <div class="ask-body">
        <ul>
          {PHOTO_HINTS.map((hint) => (
            <li key={hint.en}>
              <button
                type="button"
                class="guide-row"
                disabled={disabled}
                onClick={() => void ask(hint[language])}
              >
                {hint[uiLanguage.value]}
              </button>
            </li>
          ))}
        </ul>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            void ask(own.value);
          }}
        >
          <input
            class="grow"
            aria-label={text.own}
            aria-describedby="own-hint"
            placeholder={text.own}
            autocomplete="off"
            maxLength={160}
            lang={language}
            value={own.value}
            onInput={(event) => {
              own.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="button main" disabled={disabled || own.value.trim() === ''}>
            {text.ask}
          </button>
        </form>
        <p id="own-hint" class="hint">
          {text.hintLanguage(sayIn[language])}
        </p>
      </div>
    </details>
  );
}

function open(details: HTMLDetailsElement | null): void {
  if (!details) return;
  details.open = true;
  details.querySelector<HTMLElement>('.ask-body button, .ask-body input')?.focus();
}

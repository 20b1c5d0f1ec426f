/** A short text of the moment. */
import { useSignal } from '@preact/signals';
import { hindrance } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';

const LONGEST = 500;

export function LibraryNote({ call }: Pick<CallProps, 'call'>) {
  const { library: text } = messages.value;
  const note = useSignal('');
  const state = call.state.value;
  const disabled =
    hindrance(state) !== undefined || call.pending.value.has('library') || note.value.trim() === '';

  async function show(): Promise<void> {
    if (disabled) return;
    const shown = await call.run('library', { type: 'ShowNote', text: note.value.trim() });
    if (shown) note.value = '';
  }
  return (
    <form
      class="own"
      onSubmit={(event) => {
        event.preventDefault();
        void show();
      }}
    >
      <label class="field">
        <span>{text.text}</span>
        <textarea
          data-first
          rows={5}
          maxLength={LONGEST}
          lang={'language' in state ? state.language : 'lv'}
          value={note.value}
          aria-describedby="note-text-hint"
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.ctrlKey) return;
            event.preventDefault();
            void show();
          }}
        />
        <span id="note-text-hint" class="hint">
          {text.textHint}
        </span>
      </label>
      <button type="submit" class="button main" disabled={disabled}>
        {text.showText}
      </button>
    </form>
  );
}

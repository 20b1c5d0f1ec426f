/** A new call: number, language, matter, and two ways to invite. The agent's own open calls wait beside it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Me } from '../../protocol/http.ts';
import { ConsentDoor } from '../consents/door.tsx';
import { callReference, matter, refusal, resetForm, sending, start } from '../model/new-call.ts';
import { prefill } from '../model/router.ts';
import { Button } from '../parts/button.tsx';
import { LanguageChoice, MatterTiles, NumberField } from '../parts/new-call-fields.tsx';
import { OpenCalls } from '../parts/open-calls.tsx';
import { messages } from '../text/language.ts';

export function NewCallScreen({ me }: { me: Me }) {
  const { newCall: text } = messages.value;
  const form = useRef<HTMLFormElement>(null);
  const filled = useSignal(false);
  const popped = prefill.value;

  // A screen-pop may also reach a console that is already open on this screen.
  useEffect(() => {
    if (popped || !filled.value) {
      resetForm(me, popped);
      filled.value = popped !== undefined;
      prefill.value = undefined;
      focusFirst(form.current, popped?.number !== undefined);
    }
  }, [popped]);

  return (
    <main id="content" class="new-call">
      <form
        ref={form}
        class="new-call-form"
        onSubmit={(event) => {
          event.preventDefault();
          void start('sms', text.numberMissing);
        }}
      >
        <h1>{text.title}</h1>
        {filled.value ? <p class="prefilled">{text.prefilled}</p> : null}
        <div class="new-call-row">
          <NumberField me={me} />
          <LanguageChoice me={me} />
        </div>
        <MatterTiles me={me} />
        <Details />
        <p class="refusal" role="alert">
          {refusal.value?.at === 'form' ? refusal.value.sentence : null}
        </p>
        <Ways />
      </form>
      <OpenCalls me={me} />
      <ConsentDoor me={me} />
    </main>
  );
}

/** The number comes first; when the CRM has brought it, the matter is what is left to choose. */
function focusFirst(form: HTMLFormElement | null, numberKnown: boolean): void {
  const selector = numberKnown ? 'input[name=matter]:checked' : 'input[name=number]';
  form?.querySelector<HTMLInputElement>(selector)?.focus();
}

function Details() {
  const { newCall: text } = messages.value;
  return (
    <div class="new-call-row">
      <label class="field grow">
        <span>
          {text.note} <span class="soft">· {text.optional}</span>
        </span>
        <input
          name="note"
          maxLength={200}
          autocomplete="off"
          value={matter.value}
          aria-describedby="note-hint"
          onInput={(event) => {
            matter.value = event.currentTarget.value;
          }}
        />
        <span id="note-hint" class="hint">
          {text.noteHint}
        </span>
      </label>
      <label class="field">
        <span>
          {text.call} <span class="soft">· {text.optional}</span>
        </span>
        <input
          name="call"
          maxLength={128}
          autocomplete="off"
          spellcheck={false}
          value={callReference.value}
          aria-describedby="call-hint"
          onInput={(event) => {
            callReference.value = event.currentTarget.value;
          }}
        />
        <span id="call-hint" class="hint">
          {text.callHint}
        </span>
      </label>
    </div>
  );
}

function Ways() {
  const { newCall: text } = messages.value;
  const busy = sending.value !== undefined;
  return (
    <div class="ways">
      <button type="submit" class="button main large" disabled={busy}>
        {sending.value === 'sms' ? text.busy : text.send}
      </button>
      <Button disabled={busy} onClick={() => void start('code', text.numberMissing)}>
        {sending.value === 'code' ? text.busy : text.code}
      </Button>
      <span class="hint">{text.enterSends}</span>
    </div>
  );
}

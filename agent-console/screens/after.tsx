/** After the call: who ended it and why, solved or not, and the case note to copy. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CaseNote, Me } from '../../protocol/http.ts';
import { get } from '../model/api.ts';
import type { Call } from '../model/call.ts';
import { copyFrom } from '../model/copy.ts';
import { go } from '../model/router.ts';
import { Button } from '../parts/button.tsx';
import { Photos } from '../parts/call/photos.tsx';
import { Refusal } from '../parts/call/refusal.tsx';
import { joinedOf } from '../pure/permissions.ts';
import { clockTime, messages, UI_LANGUAGES, type UiLanguage, uiLanguage } from '../text/language.ts';

export function AfterScreen({ call, me }: { call: Call; me: Me }) {
  const { after: text } = messages.value;
  const state = call.state.value;
  if (state.status !== 'ended') return null;
  const { ended } = state;
  return (
    <main id="content" class="after">
      <section class="after-card">
        <h1>{text.title}</h1>
        <p>
          {text.reasons[ended.reason]} <span class="soft">{text.at(clockTime(ended.at, true))}</span>
        </p>
        <Outcome call={call} solved={ended.solved} />
        <Note session={call.session} solved={ended.solved} />
      </section>
      {joinedOf(state)?.photos.length ? (
        <aside class="after-photos">
          <Photos call={call} me={me} />
        </aside>
      ) : null}
    </main>
  );
}

function Outcome({ call, solved }: { call: Call; solved: boolean | undefined }) {
  const { after: text } = messages.value;
  const note = (value: boolean) => void call.run('end', { type: 'NoteOutcome', solved: value });
  const disabled = call.pending.value.has('end');
  return (
    <div class="outcome">
      <p id="outcome">{text.outcome}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: two toggle buttons, no form */}
      <div class="row" role="group" aria-labelledby="outcome">
        <Button pressed={solved === true} disabled={disabled} onClick={() => note(true)}>
          {text.solved}
        </Button>
        <Button pressed={solved === false} disabled={disabled} onClick={() => note(false)}>
          {text.unsolved}
        </Button>
      </div>
      <Refusal call={call} area="end" />
    </div>
  );
}

/** Fetched anew when the outcome changes, as the note says it. */
function Note({ session, solved }: { session: string; solved: boolean | undefined }) {
  const { after: text, loading } = messages.value;
  const language = useSignal<UiLanguage>(uiLanguage.value);
  const note = useSignal<string | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const chosen = language.value;
  useEffect(() => {
    let wanted = true;
    void get<CaseNote>(`/api/sessions/${encodeURIComponent(session)}/note?language=${chosen}`).then(
      (answer) => {
        if (!wanted) return;
        if (answer.ok) note.value = answer.value.text;
        problem.value = answer.ok ? undefined : answer.sentence;
      },
    );
    return () => {
      wanted = false;
    };
  }, [session, solved, chosen]);

  return (
    <section class="note" aria-labelledby="case-note">
      <div class="note-head">
        <h2 id="case-note">{text.note}</h2>
        <select
          aria-label={text.noteLanguage}
          value={chosen}
          onChange={(event) => {
            language.value = UI_LANGUAGES.find((one) => one === event.currentTarget.value) ?? 'lv';
          }}
        >
          {UI_LANGUAGES.map((one) => (
            <option key={one} value={one}>
              {messages.value.languages[one]}
            </option>
          ))}
        </select>
      </div>
      {problem.value ? <p class="refusal">{problem.value}</p> : null}
      {note.value === undefined ? <p class="soft">{problem.value ? '' : loading}</p> : null}
      <CopyNote note={note.value} language={chosen} />
    </section>
  );
}

function CopyNote({ note, language }: { note: string | undefined; language: UiLanguage }) {
  const { after: text } = messages.value;
  const copied = useSignal<'no' | 'yes' | 'failed'>('no');
  const area = useRef<HTMLTextAreaElement>(null);
  const next = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    copied.value = 'no';
  }, [note]);

  async function copy(): Promise<void> {
    if (!area.current) return;
    copied.value = (await copyFrom(area.current)) ? 'yes' : 'failed';
    // What follows a copied note is the next call: Enter goes there.
    if (copied.value === 'yes') next.current?.querySelector('button')?.focus();
  }
  const rows = Math.min(16, Math.max(6, (note ?? '').split('\n').length + 1));
  return (
    <>
      <textarea
        ref={area}
        class="note-text"
        readOnly
        rows={rows}
        lang={language}
        aria-labelledby="case-note"
        value={note ?? ''}
      />
      <div class="row">
        {note === undefined ? null : (
          <Button kind={copied.value === 'yes' ? 'plain' : 'main'} autofocus onClick={() => void copy()}>
            {text.copy}
          </Button>
        )}
        <span ref={next}>
          <Button kind={copied.value === 'yes' ? 'main' : 'plain'} onClick={() => go({ screen: 'new' })}>
            {text.next}
          </Button>
        </span>
        <span class={copied.value === 'failed' ? 'refusal' : 'good'} role="status">
          {copied.value === 'yes' ? text.copied : copied.value === 'failed' ? text.copyFailed : ''}
        </span>
      </div>
    </>
  );
}

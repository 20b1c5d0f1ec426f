/** The spoken match: the agent types two digits that the caller reads, and says one word that the caller sees. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { MATCH_TRIES } from '../../../protocol/session.ts';
import { joinedOf } from '../../pure/permissions.ts';
import type { CallProps } from '../../screens/call.tsx';
import { messages } from '../../text/language.ts';
import { useChord } from '../chord.tsx';
import { Icon } from '../icon.tsx';
import { Refusal } from './refusal.tsx';

export function MatchBox({ call }: Pick<CallProps, 'call'>) {
  const { match: text } = messages.value;
  const state = call.state.value;
  const match = joinedOf(state)?.match;
  if (!match || !('word' in state)) return null;
  if (match.kind === 'off') return <p class="matched soft">{text.off}</p>;
  if (match.kind === 'confirmed') {
    return (
      <p class="matched">
        <Icon name="check" /> {text.confirmed}
      </p>
    );
  }
  return (
    <section class="match" aria-labelledby="match">
      <h2 id="match">{text.title}</h2>
      <p class="match-word">
        <span class="soft">{text.say}</span>
        <strong lang={state.language}>{state.word}</strong>
      </p>
      <Digits call={call} missesLeft={match.missesLeft} />
      <p class="hint">{text.later}</p>
    </section>
  );
}

function Digits({ call, missesLeft }: Pick<CallProps, 'call'> & { missesLeft: number }) {
  const { match: text } = messages.value;
  const digits = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  const busy = call.pending.value.has('match');
  useChord('match', () => input.current?.focus());
  // The caller is about to read the digits; unless the agent is typing elsewhere, this is the next field.
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLInputElement)) input.current?.focus();
  }, []);

  async function confirm(): Promise<void> {
    if (digits.value.length !== 2 || busy) return;
    await call.run('match', { type: 'ConfirmMatch', digits: digits.value });
    digits.value = '';
    input.current?.focus();
  }

  return (
    <form
      class="digits"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <label for="digits">{text.digits}</label>
      <div class="row">
        <input
          ref={input}
          id="digits"
          class="digits-input"
          inputMode="numeric"
          autocomplete="off"
          maxLength={2}
          pattern="\d{2}"
          value={digits.value}
          onInput={(event) => {
            digits.value = event.currentTarget.value.replace(/\D/g, '').slice(0, 2);
            event.currentTarget.value = digits.value;
          }}
        />
        <button type="submit" class="button main" disabled={busy || digits.value.length !== 2}>
          {busy ? text.checking : text.confirm}
        </button>
      </div>
      <Refusal call={call} area="match" />
      {missesLeft < MATCH_TRIES ? (
        <p class="refusal" role="alert">
          {text.missed} {text.missesLeft(missesLeft)}
        </p>
      ) : null}
    </form>
  );
}

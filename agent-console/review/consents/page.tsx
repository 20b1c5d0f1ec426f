/** The register for reviewers: one number's consents with records, receipts and proofs; and how many there are. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConsentCounts, ConsentsFound } from '../../../protocol/consent-desk.ts';
import { get, post } from '../../model/api.ts';
import { problem } from '../model.ts';
import { Counts } from './counts.tsx';
import { Holder } from './holder.tsx';
import { consentWords } from './words.ts';

export function ConsentsPage() {
  const text = consentWords.value;
  const number = useSignal('');
  const found = useSignal<ConsentsFound | undefined>(undefined);
  const counts = useSignal<ConsentCounts | undefined>(undefined);

  useEffect(() => {
    void get<ConsentCounts>('/api/review/consents/counts').then((answer) => {
      if (answer.ok) counts.value = answer.value;
      else problem.value = answer.sentence;
    });
  }, []);

  async function find(): Promise<void> {
    found.value = undefined;
    const answer = await post<ConsentsFound>('/api/review/consents/find', { number: number.value });
    problem.value = answer.ok ? undefined : answer.sentence;
    if (answer.ok) found.value = answer.value;
  }

  return (
    <>
      <h1>{text.title}</h1>
      <p class="soft">{text.lead}</p>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <label class="field">
          <span>{text.number}</span>
          <input
            type="tel"
            name="number"
            autocomplete="off"
            required
            maxLength={24}
            value={number.value}
            onInput={(event) => {
              number.value = event.currentTarget.value;
            }}
          />
        </label>
        <div class="ways">
          <button type="submit" class="button main">
            {text.find}
          </button>
        </div>
      </form>
      <div aria-live="polite">
        {found.value?.holders.length === 0 ? <p>{text.nobody}</p> : null}
        {found.value?.holders.map((holder) => (
          <Holder key={holder.subject} holder={holder} />
        ))}
      </div>
      {counts.value ? <Counts counts={counts.value} /> : null}
    </>
  );
}

/**
 * An agent records a consent on a customer's word, where the customer cannot do it with their own finger: the text in
 * full to read out, the reason, and a statement that it was read. What the customer said is never chosen beforehand.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConsentChannel, ConsentText } from '../../protocol/consent.ts';
import { DESK_METHODS, type DeskMethod, type RecordConsent } from '../../protocol/consent-desk.ts';
import type { Me } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { post } from '../model/api.ts';
import { consents, consentText, loadConsents } from '../model/consents.ts';
import { Button } from '../parts/button.tsx';
import { uiLanguage } from '../text/language.ts';
import { Channels, Choice, ReadOut } from './fields.tsx';
import { deskWords } from './words.ts';

const CHANGES = ['given', 'withdrawn'] as const;
const LANGUAGES = ['lv', 'ru', 'en'] as const satisfies readonly Language[];
const NAMES: Readonly<Record<Language, string>> = { lv: 'latviešu', ru: 'русский', en: 'English' };

export function ConsentForm({ me, onClose }: { me: Me; onClose: () => void }) {
  const text = deskWords.value;
  const number = useSignal('');
  const change = useSignal<(typeof CHANGES)[number] | undefined>(undefined);
  const purpose = useSignal('');
  const language = useSignal<Language>('lv');
  const channels = useSignal<readonly ConsentChannel[]>([]);
  const method = useSignal<DeskMethod | undefined>(undefined);
  const reason = useSignal('');
  const read = useSignal(false);
  const shown = useSignal<ConsentText | undefined>(undefined);
  const told = useSignal<{ readonly ok: boolean; readonly sentence: string } | undefined>(undefined);
  /** Stays for a repeat after a failure, so that one wish is recorded once. */
  const id = useSignal<string>(crypto.randomUUID());

  useEffect(() => void loadConsents(), []);
  const all = typeof consents.value === 'object' ? consents.value : [];
  const chosen = all.find((one) => one.purpose === purpose.value);
  useEffect(() => {
    shown.value = undefined;
    read.value = false;
    channels.value = [];
    if (!chosen) return;
    void consentText(me.brand.key, chosen.purpose, chosen.version, language.value).then((answer) => {
      if (answer.ok) shown.value = answer.value;
    });
  }, [chosen, language.value]);

  async function send(): Promise<void> {
    if (!chosen || !change.value || !method.value) return;
    const wish: RecordConsent = {
      id: id.value,
      number: number.value,
      change: change.value,
      purpose: chosen.purpose,
      version: chosen.version,
      language: language.value,
      ...(channels.value.length > 0 ? { channels: channels.value } : {}),
      method: method.value,
      reason: reason.value,
      read: read.value,
    };
    const answer = await post('/api/consents/record', wish);
    told.value = answer.ok ? { ok: true, sentence: text.done } : { ok: false, sentence: answer.sentence };
    if (!answer.ok) return;
    id.value = crypto.randomUUID();
    purpose.value = '';
    reason.value = '';
  }

  return (
    <form
      class="new-call-form consent-desk"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{text.title}</h2>
      <p class="soft">{text.lead}</p>
      <label class="field">
        <span>{text.number}</span>
        <input
          type="tel"
          autocomplete="off"
          required
          maxLength={24}
          value={number.value}
          onInput={(event) => {
            number.value = event.currentTarget.value;
          }}
        />
      </label>
      <Choice
        label={text.change}
        name="change"
        from={CHANGES}
        named={(one) => text[one]}
        value={change.value}
        onPick={(one) => {
          change.value = one;
        }}
      />
      <div class="field">
        <label for="desk-purpose">{text.purpose}</label>
        <select
          id="desk-purpose"
          required
          value={purpose.value}
          onChange={(event) => {
            purpose.value = event.currentTarget.value;
          }}
        >
          <option value="">{text.choose}</option>
          {all.map((one) => (
            <option key={one.purpose} value={one.purpose}>
              {one.titles[uiLanguage.value]}
            </option>
          ))}
        </select>
      </div>
      {consents.value === 'failed' ? <p role="alert">{text.failed}</p> : null}
      <Choice
        label={text.language}
        name="language"
        from={LANGUAGES}
        named={(one) => NAMES[one]}
        value={language.value}
        onPick={(one) => {
          language.value = one;
        }}
      />
      {shown.value ? <Channels text={shown.value} chosen={channels} /> : null}
      {shown.value && change.value === 'given' ? <ReadOut text={shown.value} read={read} /> : null}
      <Choice
        label={text.method}
        name="method"
        from={DESK_METHODS}
        named={(one) => text[one]}
        value={method.value}
        onPick={(one) => {
          method.value = one;
        }}
      />
      <label class="field">
        <span>{text.reason}</span>
        <input
          required
          minLength={3}
          maxLength={500}
          value={reason.value}
          onInput={(event) => {
            reason.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class={told.value?.ok === false ? 'refusal' : 'hint'} role="status">
        {told.value?.sentence}
      </p>
      <div class="ways">
        <button type="submit" class="button main" disabled={change.value === 'given' && !read.value}>
          {text.record}
        </button>
        <Button kind="quiet" label={text.close} onClick={onClose}>
          ✕
        </Button>
      </div>
    </form>
  );
}

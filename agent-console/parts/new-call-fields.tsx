/** The three answers a new call needs. */
import type { Me } from '../../protocol/http.ts';
import type { MatterCategory } from '../../protocol/language.ts';
import { category, language, number, prefix, refusal } from '../model/new-call.ts';
import { groupDigits } from '../pure/phone-number.ts';
import { messages, uiLanguage } from '../text/language.ts';
import { Icon, type IconName } from './icon.tsx';

export function NumberField({ me }: { me: Me }) {
  const { newCall: text } = messages.value;
  const problem = refusal.value?.at === 'number' ? refusal.value.sentence : undefined;
  return (
    <div class="field number-field">
      <label for="number">{text.number}</label>
      <div class="number-box" data-international={number.value.startsWith('+')}>
        <Prefix me={me} />
        <input
          id="number"
          name="number"
          type="tel"
          inputMode="tel"
          autocomplete="off"
          maxLength={24}
          value={number.value}
          aria-invalid={problem !== undefined}
          aria-describedby="number-hint"
          onInput={(event) => {
            takeNumber(event.currentTarget);
          }}
        />
      </div>
      <span id="number-hint" class={problem ? 'refusal' : 'hint'} role={problem ? 'alert' : undefined}>
        {problem ?? text.numberHint}
      </span>
    </div>
  );
}

/** Groups digits while the caret is at the end; an edit in the middle must not make it jump. */
function takeNumber(input: HTMLInputElement): void {
  const atEnd = input.selectionStart === input.value.length;
  number.value = atEnd ? groupDigits(input.value) : input.value;
  if (atEnd && input.value !== number.value) input.value = number.value;
}

function Prefix({ me }: { me: Me }) {
  if (me.prefixes.length < 2) {
    return (
      <span class="prefix" aria-hidden="true">
        {prefix.value}
      </span>
    );
  }
  return (
    <select
      class="prefix"
      aria-label={messages.value.newCall.prefix}
      value={prefix.value}
      onChange={(event) => {
        prefix.value = event.currentTarget.value;
      }}
    >
      {me.prefixes.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  );
}

export function LanguageChoice({ me }: { me: Me }) {
  const { newCall: text, languages } = messages.value;
  return (
    <fieldset class="field choice">
      <legend>{text.language}</legend>
      <div class="segments">
        {me.brand.languages.map((one) => (
          <label key={one} class="segment">
            <input
              type="radio"
              name="language"
              checked={language.value === one}
              onChange={() => {
                language.value = one;
              }}
            />
            <span>{languages[one]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export const MATTER_ICONS: Readonly<Record<MatterCategory, IconName>> = {
  wifi: 'wifi',
  router: 'router',
  sim: 'sim',
  esim: 'esim',
  'mobile-data': 'data',
  calls: 'calls',
  device: 'phone',
  other: 'other',
};

export function MatterTiles({ me }: { me: Me }) {
  return (
    <fieldset class="field">
      <legend>{messages.value.newCall.matter}</legend>
      <div class="tiles">
        {me.matters.map((one) => (
          <label key={one.category} class="tile">
            <input
              type="radio"
              name="matter"
              checked={category.value === one.category}
              onChange={() => {
                category.value = one.category;
              }}
            />
            <Icon name={MATTER_ICONS[one.category]} />
            <span>{one.titles[uiLanguage.value]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function matterTitle(me: Me, wanted: MatterCategory): string {
  return me.matters.find((one) => one.category === wanted)?.titles[uiLanguage.value] ?? wanted;
}

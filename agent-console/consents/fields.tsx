/** Parts of the form: a choice among few, the channels of a text, and the text to read out. */
import type { Signal } from '@preact/signals';
import type { ConsentChannel, ConsentText } from '../../protocol/consent.ts';
import { deskWords } from './words.ts';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly name: string;
  readonly from: readonly T[];
  readonly named: (one: T) => string;
  readonly value: T | undefined;
  readonly onPick: (one: T) => void;
}

export function Choice<T extends string>({ label, name, from, named, value, onPick }: ChoiceProps<T>) {
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      {from.map((one) => (
        <label key={one}>
          <input type="radio" name={name} required checked={value === one} onChange={() => onPick(one)} />{' '}
          {named(one)}
        </label>
      ))}
    </fieldset>
  );
}

export function Channels({ text, chosen }: { text: ConsentText; chosen: Signal<readonly ConsentChannel[]> }) {
  const words = deskWords.value;
  if (text.channels.length === 0) return null;
  return (
    <fieldset class="field">
      <legend>{words.channels}</legend>
      {text.channels.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={chosen.value.includes(one)}
            onChange={(event) => {
              const others = chosen.value.filter((other) => other !== one);
              chosen.value = event.currentTarget.checked ? [...others, one] : others;
            }}
          />{' '}
          {words.channel[one]}
        </label>
      ))}
    </fieldset>
  );
}

export function ReadOut({ text, read }: { text: ConsentText; read: Signal<boolean> }) {
  const words = deskWords.value;
  return (
    <section class="field" aria-label={words.text}>
      <h3>{words.text}</h3>
      <blockquote lang={text.language}>
        <p>
          <strong>{text.title}</strong>
        </p>
        <ul>
          {text.allows.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <p>{text.gives}</p>
        {text.limits === undefined ? null : <p>{text.limits}</p>}
      </blockquote>
      <label>
        <input
          type="checkbox"
          checked={read.value}
          onChange={(event) => {
            read.value = event.currentTarget.checked;
          }}
        />{' '}
        {words.read}
      </label>
    </section>
  );
}

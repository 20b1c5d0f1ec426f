import type { Language } from '../../protocol/language.ts';
import { type Child, el, heading } from '../entry/element.ts';
import { currentLanguage } from '../entry/language.ts';
import { languageSwitch, plainScreen } from '../entry/languages.ts';
import { asideMessages } from '../messages/aside.ts';

const SERVICE = 'Zvana asistents';

export interface Wrong {
  readonly field?: 'number' | 'code';
  readonly sentence: string;
}

export interface HomeParts {
  readonly busy: boolean;
  readonly number: string;
  readonly code: string;
  readonly wrong: Wrong | undefined;
  readonly choose: (language: Language) => void;
  readonly enter: (number: string, code: string) => void;
}

/** The spoken code's form: the number, the six digits, one button. */
export function homeScreen({ busy, number, code, wrong, choose, enter }: HomeParts): HTMLElement {
  const { home } = asideMessages(currentLanguage());
  const numberField = field('number', number, wrong, { type: 'tel', autocomplete: 'tel' });
  const codeField = field('code', code, wrong, {
    class: 'field digits',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 9,
  });
  const onsubmit = (event: Event) => {
    event.preventDefault();
    if (!busy) enter(numberField.value, codeField.value);
  };
  return plainScreen(
    SERVICE,
    languageSwitch(choose),
    heading(home.title),
    el('p', {}, home.lead),
    el(
      'form',
      { class: 'form', novalidate: true, onsubmit },
      el('label', { for: 'number' }, home.number),
      numberField,
      el('label', { for: 'code' }, home.code),
      codeField,
      el('p', { id: 'code-hint', class: 'small soft' }, home.codeHint),
      wrong && el('p', { id: 'wrong', class: 'wrong', role: 'alert' }, wrong.sentence),
      el('p', { class: 'small' }, home.safety),
      actions(
        el(
          'button',
          { id: 'open', class: 'button main', type: 'submit', 'aria-disabled': String(busy) },
          busy ? home.opening : home.open,
        ),
      ),
    ),
  );
}

function field(
  id: 'number' | 'code',
  value: string,
  wrong: Wrong | undefined,
  attributes: Readonly<Record<string, string | number>>,
): HTMLInputElement {
  const invalid = wrong?.field === id;
  const described = invalid ? 'wrong' : id === 'code' ? 'code-hint' : undefined;
  return el('input', {
    id,
    value,
    class: 'field',
    'aria-invalid': String(invalid),
    'aria-describedby': described,
    ...attributes,
  });
}

export interface StopParts {
  readonly title: string;
  readonly next: string;
  readonly brand: string | undefined;
  readonly choose: (language: Language) => void;
  readonly action: { readonly name: string; readonly act: () => void } | undefined;
}

/** What happened, what to do now, and the one button that can help. */
export function stopScreen({ title, next, brand, choose, action }: StopParts): HTMLElement {
  return plainScreen(
    brand ?? SERVICE,
    languageSwitch(choose),
    heading(title),
    el('p', {}, next),
    action &&
      actions(el('button', { class: 'button main', type: 'button', onclick: action.act }, action.name)),
  );
}

function actions(...children: Child[]): HTMLElement {
  return el('div', { class: 'actions' }, children);
}

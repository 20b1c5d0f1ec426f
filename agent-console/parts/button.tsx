/** A button with an optional chord that does the same as a click. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Chord, writeChord } from '../pure/chords.ts';
import { APPLE, Keys, keyShortcut, useChord } from './chord.tsx';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger' | undefined;
  readonly small?: boolean;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  /** The name when the visible content is only a sign. */
  readonly label?: string;
  /** Takes the focus when it appears; in a dialog, when the dialog opens. */
  readonly autofocus?: boolean;
  /** Added to what the mouse is told when it rests on a sign. */
  readonly hint?: string;
  /** For `aria-keyshortcuts`. */
  readonly keys?: string;
}

interface ChordProps {
  readonly chord: Chord;
  /** Without the written chord, where there is no room for it. */
  readonly bare?: boolean;
}

export function Button(props: ButtonProps) {
  const { children, onClick, kind = 'plain', small, disabled, pressed, label } = props;
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (props.autofocus) element.current?.focus();
  }, []);
  return (
    <button
      ref={element}
      type="button"
      class={`button ${kind}${small ? ' small' : ''}`}
      onClick={onClick}
      disabled={disabled ?? false}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(label === undefined
        ? {}
        : { 'aria-label': label, title: props.hint ? `${label} (${props.hint})` : label })}
      {...(props.keys === undefined ? {} : { 'aria-keyshortcuts': props.keys })}
      autofocus={props.autofocus ?? false}
    >
      {children}
    </button>
  );
}

/** The chord works exactly while the button can be pressed. */
export function ChordButton({ chord, bare, ...props }: ButtonProps & ChordProps) {
  useChord(chord, props.onClick, !props.disabled);
  return (
    <Button {...props} keys={keyShortcut(chord)} hint={writeChord(chord, APPLE)}>
      {props.children}
      {bare ? null : <Keys chord={chord} />}
    </Button>
  );
}

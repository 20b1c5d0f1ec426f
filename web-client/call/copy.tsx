import { useRef, useState } from 'preact/hooks';
import type { CallMessages } from '../messages/call.ts';

interface CopyProps {
  readonly m: CallMessages;
  readonly value: string;
  /** What it is, such as "Access point". */
  readonly label?: string;
  /** The only thing on the screen: a full-width button without the text, which stands above it. */
  readonly main?: boolean;
}

/**
 * Copies with one tap. Plain http has no clipboard API, so a selected field and the old copy command do it; if
 * that is refused too, the text stays selected and the page says how to copy it.
 */
export function CopyChip({ m, value, label, main }: CopyProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle');
  const copy = () => {
    const element = field.current;
    if (!element) return;
    element.hidden = false;
    element.select();
    element.setSelectionRange(0, value.length);
    const copied = document.execCommand('copy');
    element.hidden = copied;
    setState(copied ? 'copied' : 'selected');
  };
  const words = state === 'copied' ? `${m.copied} ✓` : m.copy;
  return (
    <div class={main ? 'actions' : 'copy'}>
      {!main && (
        <p>
          {label && <span class="small soft">{label}</span>}
          <code>{value}</code>
        </p>
      )}
      <textarea ref={field} class="selected" hidden readOnly value={value} aria-label={label ?? m.copy} />
      {state === 'selected' && (
        <p class="small" role="status">
          {m.copyBySelf}
        </p>
      )}
      <button class={main ? 'button main' : 'button'} type="button" onClick={copy}>
        {words}
        {label && <span class="unseen">: {label}</span>}
      </button>
      <span class="unseen" role="status">
        {state === 'copied' ? m.copied : ''}
      </span>
    </div>
  );
}

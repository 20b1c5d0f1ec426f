/** A link to another page of the review that opens in place, and in a tab of its own when asked to. */
import type { ComponentChildren } from 'preact';
import { addressTo, open, type Query } from './model.ts';

interface LinkProps {
  readonly to: string;
  readonly query?: Query;
  readonly children: ComponentChildren;
  readonly label?: string | undefined;
  readonly button?: boolean;
  /** Among tabs: this is the one shown. */
  readonly current?: boolean;
}

export function Link({ to, query = {}, children, label, button = false, current = false }: LinkProps) {
  return (
    <a
      href={addressTo(to, query)}
      class={button ? 'button small quiet' : undefined}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open(to, query);
      }}
    >
      {children}
    </a>
  );
}

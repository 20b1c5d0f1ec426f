import type { ComponentChildren } from 'preact';

/** A table that may be wider than the screen: what can be scrolled must be reached by the keyboard. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: there is nothing inside that would take the focus.
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

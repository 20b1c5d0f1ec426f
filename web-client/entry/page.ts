/** What every screen shares of the document itself. */
import { type ComponentChild, render } from 'preact';

const root = document.getElementById('page');
const live = document.getElementById('live');
let screen = '';

/**
 * Draws a screen. A new `name` moves the focus to its heading and the view to its top, so that neither a
 * thumb nor a screen reader is left in the middle of what is gone.
 */
export function show(name: string, node: ComponentChild): void {
  if (!root) throw new Error('the page has no #page');
  render(node, root);
  if (screen !== name) {
    const first = screen === '';
    screen = name;
    if (first) return;
    scrollTo(0, 0);
    root.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }
}

/** Says a sentence to screen readers. Repeated sentences are said again. */
export function announce(sentence: string): void {
  if (!live) return;
  live.textContent = '';
  setTimeout(() => {
    live.textContent = sentence;
  }, 50);
}

/** Resolves once someone can see the page: a preview or a prerender is not an opening. */
export function whenVisible(): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', check);
      resolve();
    };
    document.addEventListener('visibilitychange', check);
    check();
  });
}

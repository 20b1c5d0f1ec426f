/**
 * Elements in one expression. The first screen, and the few that do not live, are built with this alone: they
 * are drawn whole, and without a library the terms are on the screen after half the bytes.
 */
type Value = string | number | boolean | undefined | ((event: Event) => void);
export type Child = Node | string | undefined | false | readonly Child[];

/**
 * `true` and text are attributes, `false` and undefined are left out; a function under a name such as `onclick`
 * listens. `aria-*` attributes take their words: pass `String(pressed)`.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : `${value}`);
  }
  fill(element, children);
  return element;
}

function fill(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child instanceof Node || typeof child === 'string') element.append(child);
    else if (child) fill(element, child);
  }
}

/** The one main heading of a screen; it can take the focus, so that a new screen is read from its start. */
export function heading(text: string): HTMLElement {
  return el('h1', { tabindex: -1 }, text);
}

/** A link to a text of ours, in a new tab: the call's page stays. */
export function textLink(href: string, name: string, newTab: string, onclick?: () => void): HTMLElement {
  return el(
    'a',
    { href, target: '_blank', rel: 'noopener', onclick },
    name,
    el('span', { class: 'unseen' }, ` (${newTab})`),
  );
}

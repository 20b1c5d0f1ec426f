/** What every screen shares of the document itself. */

let canvas = document.getElementById('page');
const live = document.getElementById('live');
let screen = '';
let owner = '';
let clear: () => void = () => undefined;

/**
 * The element to draw in. A new owner (plain screens, the call) gets an empty one, after the old owner has
 * cleared up what it had there.
 */
export function canvasOf(newOwner: string, clearUp: () => void = () => undefined): HTMLElement {
  if (!canvas) throw new Error('the page has no #page');
  if (owner !== newOwner) {
    clear();
    const fresh = document.createElement('div');
    canvas.replaceWith(fresh);
    canvas = fresh;
    owner = newOwner;
    clear = clearUp;
  }
  return canvas;
}

/** Share of the window's height that what stays at its edges may take away from what is being read. */
const STAYING = 0.45;
/** A window lower than this, in pixels, is a phone on its side. */
const LOW = 416;

/** Large text or a low window: then the buttons at the bottom go with the page instead of staying in view. */
function keepReadable(): void {
  const actions = canvas?.querySelector<HTMLElement>('.actions');
  const strip = canvas?.querySelector<HTMLElement>('.strip');
  const staying = (actions?.offsetHeight ?? 0) + (strip?.offsetHeight ?? 0);
  document.body.classList.toggle('loose', innerHeight < LOW || staying > innerHeight * STAYING);
}

addEventListener('resize', keepReadable);

/**
 * To be called when a screen has been drawn. A new `name` moves the focus to its heading and the view to its
 * top, so that neither a thumb nor a screen reader is left in the middle of what is gone.
 */
export function arrived(name: string): void {
  keepReadable();
  if (screen === name) return;
  const first = screen === '';
  screen = name;
  if (first) return;
  scrollTo(0, 0);
  canvas?.querySelector('h1')?.focus({ preventScroll: true });
}

/** Draws a plain screen. Drawn again under the same name, it keeps the focus where it was, by id. */
export function show(name: string, node: Node): void {
  const focused = document.activeElement?.id;
  canvasOf('plain').replaceChildren(node);
  arrived(name);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
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

const worn = new Set<string>();

/**
 * Adds a chunk's stylesheet, once, as one rule of the page's own sheet: the CSP lets no second <style> in, and
 * a file of its own would be one more request before the screen is right.
 */
export function wearStyles(css: string): void {
  const [sheet] = document.styleSheets;
  if (worn.has(css) || !sheet) return;
  worn.add(css);
  sheet.insertRule(`@media all{${css}}`, sheet.cssRules.length);
}

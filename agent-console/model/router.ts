/** The screen that is open, and how to get to another one. */
import { signal } from '@preact/signals';
import { type Prefill, readPrefill } from '../pure/prefill.ts';
import { addressOf, parseRoute, type Route } from '../pure/route.ts';

export const route = signal<Route>(parseRoute(location.pathname));
/** What a CRM filled in, until the form has taken it. */
export const prefill = signal<Prefill | undefined>(undefined);

/** Takes a screen-pop's fragment out of the address at once: a number must not stay in the history. */
function takePrefill(): void {
  const found = readPrefill(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  if (!found || parseRoute(location.pathname).screen !== 'new') return;
  prefill.value = found;
  route.value = { screen: 'new' };
}

takePrefill();
addEventListener('hashchange', takePrefill);
addEventListener('popstate', () => {
  route.value = parseRoute(location.pathname);
});

export function go(next: Route): void {
  const address = addressOf(next);
  if (address !== location.pathname) history.pushState(null, '', address);
  route.value = next;
}

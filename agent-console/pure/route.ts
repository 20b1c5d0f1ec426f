/** Addresses of the console's screens. */
export type Route =
  | { readonly screen: 'new' }
  | { readonly screen: 'call'; readonly session: string }
  | { readonly screen: 'team' }
  /** What is below `/agent/review`; the reviewer's console knows its own pages. */
  | { readonly screen: 'review'; readonly path: string };

/** What session ids are made of; anything else in an address is no session. */
const SESSION_ID = /^[\w-]{1,64}$/;

/** Any unknown address below `/agent/` is the new call: an agent must never meet an empty screen. */
export function parseRoute(path: string): Route {
  const [, first, second, ...rest] = path.replace(/^\/agent/, '').split('/');
  if (first === 'team') return { screen: 'team' };
  if (first === 'review') return { screen: 'review', path: [second, ...rest].filter(Boolean).join('/') };
  if (first === 'call' && second && SESSION_ID.test(second)) return { screen: 'call', session: second };
  return { screen: 'new' };
}

export function addressOf(route: Route): string {
  switch (route.screen) {
    case 'new':
      return '/agent/new';
    case 'team':
      return '/agent/team';
    case 'call':
      return `/agent/call/${route.session}`;
    case 'review':
      return route.path === '' ? '/agent/review' : `/agent/review/${route.path}`;
    default:
      return route satisfies never;
  }
}

/** Addresses of the console's screens. */
export type Route =
  | { readonly screen: 'new' }
  | { readonly screen: 'call'; readonly session: string }
  | { readonly screen: 'team' };

/** Any unknown address below `/agent/` is the new call: an agent must never meet an empty screen. */
export function parseRoute(path: string): Route {
  const [, first, second] = path.replace(/^\/agent/, '').split('/');
  if (first === 'team') return { screen: 'team' };
  if (first === 'call' && second) return { screen: 'call', session: decodeURIComponent(second) };
  return { screen: 'new' };
}

export function addressOf(route: Route): string {
  switch (route.screen) {
    case 'new':
      return '/agent/new';
    case 'team':
      return '/agent/team';
    case 'call':
      return `/agent/call/${encodeURIComponent(route.session)}`;
    default:
      return route satisfies never;
  }
}

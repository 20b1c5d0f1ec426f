/**
 * The invitation's token: taken out of the address bar at once, so that it does not stay in the history or in
 * a screenshot, and kept for this tab until Accept so that a reload works.
 */
const KEY = 'invitation';

/** The token in a fragment such as `#Ab3...`; undefined without a fragment. Any shape: the server judges it. */
export function tokenIn(fragment: string): string | undefined {
  const token = fragment.replace(/^#/, '').trim();
  return token === '' ? undefined : token;
}

export function takeToken(): string | undefined {
  const token = tokenIn(location.hash);
  if (token) {
    keepToken(token);
    history.replaceState(null, '', '/');
  }
  return token ?? stored();
}

export function keepToken(token: string): void {
  attempt(() => sessionStorage.setItem(KEY, token));
}

export function dropToken(): void {
  attempt(() => sessionStorage.removeItem(KEY));
}

function stored(): string | undefined {
  let token: string | null = null;
  attempt(() => {
    token = sessionStorage.getItem(KEY);
  });
  return token ?? undefined;
}

/** A browser that blocks storage throws on touching it; then only a reload before Accept is lost. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing to keep it in.
  }
}

/** Who is signed in. */
import { signal } from '@preact/signals';
import type { Brand, Me } from '../../protocol/http.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { type Answer, get, post, whenSignedOut } from './api.ts';
import { reloadOnce } from './reload.ts';

export type Account =
  | { readonly kind: 'checking' }
  | { readonly kind: 'unreachable'; readonly sentence: string }
  /** `over`: was signed in on this page before. */
  | { readonly kind: 'out'; readonly over: boolean }
  | { readonly kind: 'in'; readonly me: Me };

export const account = signal<Account>({ kind: 'checking' });

whenSignedOut(() => {
  account.value = { kind: 'out', over: account.value.kind === 'in' };
});

export async function checkAccount(): Promise<void> {
  account.value = { kind: 'checking' };
  const answer = await get<Me>('/api/me');
  if (answer.ok) return enter(answer.value);
  if (answer.code === 'offline' || answer.code === 'not_ready') {
    account.value = { kind: 'unreachable', sentence: answer.sentence };
  } else {
    account.value = { kind: 'out', over: false };
  }
}

export async function signIn(login: string, password: string): Promise<Answer<Me>> {
  const answer = await post<Me>('/api/sign-in', { login, password });
  if (answer.ok) enter(answer.value);
  return answer;
}

export async function signOut(everywhere: boolean): Promise<void> {
  const answer = await post<void>('/api/sign-out', { everywhere });
  // Without an answer the cookie may still be good: saying "signed out" would be a lie.
  if (answer.ok || answer.code === 'sign_in_required') account.value = { kind: 'out', over: false };
}

function enter(me: Me): void {
  if (me.protocol !== PROTOCOL_VERSION) reloadOnce(`protocol-${me.protocol}`);
  wearBrand(me.brand);
  account.value = { kind: 'in', me };
}

const dark = matchMedia('(prefers-color-scheme: dark)');
let worn: Brand | undefined;
dark.addEventListener('change', () => worn && wearBrand(worn));

/** The controller's colours, as custom properties: the content security policy allows no inline style. */
function wearBrand(brand: Brand): void {
  worn = brand;
  const colours = dark.matches ? brand.colours.dark : brand.colours.light;
  const { style } = document.documentElement;
  style.setProperty('--brand', colours.brand);
  style.setProperty('--on-brand', colours.onBrand);
  style.setProperty('--accent', colours.accent);
}

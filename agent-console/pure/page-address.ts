/** Checks an address against the allow-list before it is asked for; the server decides. */
import type { Me } from '../../protocol/http.ts';

export type CheckedAddress =
  | { readonly ok: true; readonly url: string; readonly host: string }
  | { readonly ok: false; readonly why: 'not-an-address' | 'host-not-allowed' };

/** Takes `lmt.lv/lv/karte` as well as the full address; only https leaves. */
export function checkAddress(typed: string, pages: Me['pages']): CheckedAddress {
  const trimmed = typed.trim();
  const address = /^[a-z][a-z\d+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.parse(address);
  if (trimmed === '' || url?.protocol !== 'https:' || !url.hostname.includes('.')) {
    return { ok: false, why: 'not-an-address' };
  }
  const allowed = pages.some(({ host }) => host === url.hostname);
  return allowed ? { ok: true, url: url.href, host: url.hostname } : { ok: false, why: 'host-not-allowed' };
}

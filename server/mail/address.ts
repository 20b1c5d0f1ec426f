/** An e-mail address as people type it, and as SMTP takes it. */
import { domainToASCII } from 'node:url';

/**
 * RFC 5321: a dot-string before the @, at most 64; letters, digits and hyphens after it. Quoted parts, comments,
 * address literals and letters that take SMTPUTF8, which few relays have, are left out on purpose: hardly anybody has such an address, and every header stays one line.
 */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The address with its domain in lower case and Punycode; undefined when it can be none. */
export function mailAddress(typed: string): string | undefined {
  const text = typed.trim().normalize('NFC');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1));
  if (at < 1 || local.length > 64 || !LOCAL.test(local)) return undefined;
  const labels = domain.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return undefined;
  // A top-level domain is never a number: that would be an address of a machine.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const address = `${local}@${domain}`;
  return address.length <= 254 ? address : undefined;
}

/** Callers' numbers: validated, kept in E.164, allowed only under the configured prefixes. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Refusal, refuse } from '../../protocol/errors.ts';

/**
 * @param prefixes country calling codes such as `+371`; the first is assumed when the number has none.
 * @returns the number in E.164, or `number_invalid` / `number_prefix_not_allowed`.
 */
export function parseNumber(
  typed: string,
  prefixes: readonly string[],
): { readonly ok: true; readonly number: string } | Refusal {
  const [home] = prefixes;
  if (home === undefined) return refuse('number_prefix_not_allowed');
  const parsed = parsePhoneNumberFromString(typed, { defaultCallingCode: home.slice(1) });
  if (!parsed?.isValid()) return refuse('number_invalid');
  const allowed = prefixes.includes(`+${parsed.countryCallingCode}`);
  return allowed ? { ok: true, number: parsed.number } : refuse('number_prefix_not_allowed');
}

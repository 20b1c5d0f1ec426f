/** Light formatting of a number while it is typed. The server alone decides whether it is valid. */

/** Digits in the groups that are spoken in Latvia: `26 123 456`; an international number after its `+`. */
export function groupDigits(typed: string): string {
  const trimmed = typed.trim().replace(/^00(?=\d)/, '+');
  const digits = trimmed.replace(/\D/g, '');
  if (!trimmed.startsWith('+')) return group(digits);
  if (digits.startsWith('371')) return `+371 ${group(digits.slice(3))}`.trimEnd();
  return `+${digits}`;
}

function group(digits: string): string {
  const head = digits.slice(0, 2);
  const rest = digits.slice(2).match(/\d{1,3}/g) ?? [];
  return [head, ...rest].join(' ').trim();
}

/** The number as it is sent: `+37126123456`. `prefix` (such as `+371`) stands before what has no `+` itself. */
export function internationalNumber(typed: string, prefix: string): string {
  const grouped = groupDigits(typed);
  const digits = grouped.replace(/\D/g, '');
  if (digits === '') return '';
  return grouped.startsWith('+') ? `+${digits}` : `+${prefix.replace(/\D/g, '')}${digits}`;
}

/** The part to put into the field next to the prefix: `+37126123456` becomes `26 123 456`. */
export function withoutPrefix(number: string, prefix: string): string {
  const international = groupDigits(number).replace(/[^\d+]/g, '');
  const lead = `+${prefix.replace(/\D/g, '')}`;
  return groupDigits(international.startsWith(lead) ? international.slice(lead.length) : international);
}

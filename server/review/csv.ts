/**
 * CSV for spreadsheets (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP, CSV injection): a name is data, whatever it begins with.
 */
const FORMULA = /^\s*[=+\-@\t\r]/;

export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

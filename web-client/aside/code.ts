/** Digits as people type them: with spaces, in groups, with a dash. */
export function digitsOf(typed: string): string {
  return typed.replace(/\D/g, '');
}

export function isWholeCode(typed: string): boolean {
  return digitsOf(typed).length === 6;
}

/** Loose on purpose: the server knows the numbering plans, the page only whether it was left empty or cut. */
export function looksLikeNumber(typed: string): boolean {
  return digitsOf(typed).length >= 7;
}

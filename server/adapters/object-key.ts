const PART = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}';
const OBJECT_KEY = new RegExp(`^${PART}/${PART}/${PART}$`);

/**
 * Throws unless the key is `controller/session/object` of plain characters: no part can be `..`, be empty or
 * start with a dot, so no key leaves its folder or prefix. A key that fails is a mistake in our own code.
 */
export function mustBeObjectKey(key: string): void {
  if (!OBJECT_KEY.test(key)) throw new Error('not an object key');
}

/** Throws for a range that reads nothing. */
export function mustBeRange(range: { readonly start: number; readonly length: number }): void {
  const whole = Number.isSafeInteger(range.start) && Number.isSafeInteger(range.length);
  if (!whole || range.start < 0 || range.length < 1) throw new Error('not a range of bytes');
}

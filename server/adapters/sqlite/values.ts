/** What `node:sqlite` binds. */
export type Value = string | number | bigint | null | Uint8Array;

export function bind(parameter: unknown): Value {
  if (parameter === null || parameter instanceof Uint8Array) return parameter;
  if (typeof parameter === 'string' || typeof parameter === 'number' || typeof parameter === 'bigint') {
    return parameter;
  }
  if (typeof parameter === 'boolean') return parameter ? 1 : 0;
  throw new TypeError(`cannot bind a ${typeof parameter} to a query`);
}

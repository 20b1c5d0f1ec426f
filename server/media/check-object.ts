/** Checks a stored object against its row, for the verifier. */
import type { MediaRow } from '../database.ts';
import { bindingOf, sealedDigest } from './objects.ts';
import { openObject, SealError } from './seal.ts';

/** Without a key (its content is erased) only the digest can be checked. Undefined: all is well. */
export function objectFault(
  row: MediaRow,
  sealed: Uint8Array,
  dataKey: Uint8Array | undefined,
): 'digest' | 'seal' | 'size' | undefined {
  if (Buffer.compare(sealedDigest(sealed), row.digest) !== 0) return 'digest';
  if (!dataKey) return undefined;
  try {
    return openObject(dataKey, bindingOf(row), sealed).length === row.bytes ? undefined : 'size';
  } catch (error) {
    if (error instanceof SealError) return 'seal';
    throw error;
  }
}

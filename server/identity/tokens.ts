/** Random bearer tokens. Only their hashes are stored: a copy of the database opens nothing. */
import { createHash, randomBytes } from 'node:crypto';

/** @returns 256 random bits, base64url (43 characters). */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, hex. A fast hash is enough here, as nobody can guess 256 random bits. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

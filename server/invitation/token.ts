/** Secrets of an invitation: the link's token and the spoken code. */
import { createHash, randomBytes, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const TOKEN_LENGTH = 22;

/**
 * 22 letters and digits, 131 bits. No `-` or `_`: some phones end a link there. Bytes of 248 and more are
 * drawn again, so that every character is equally likely.
 */
export function newLinkToken(): string {
  let token = '';
  while (token.length < TOKEN_LENGTH) {
    for (const byte of randomBytes(TOKEN_LENGTH)) {
      if (byte < 248 && token.length < TOKEN_LENGTH) token += ALPHABET[byte % 62];
    }
  }
  return token;
}

/** Six digits, zeros kept. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Two digits for the spoken match. */
export function newDigits(): string {
  return String(randomInt(100)).padStart(2, '0');
}

/** SHA-256, hex: a copy of the database opens no link. */
export function linkTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

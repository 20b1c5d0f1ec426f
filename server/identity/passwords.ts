/** Passwords of staff: argon2id with the parameters that OWASP recommends (19 MiB, two passes, one lane). */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;

const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Two keyboards may write the same "ā" as one code point or as two. NIST SP 800-63B advises to normalise. */
function normalize(password: string): string {
  return password.normalize('NFKC');
}

/** Length in characters as people count them; there are no rules of composition, they make passwords worse. */
export function isAcceptablePassword(password: string): boolean {
  const length = [...normalize(password)].length;
  return length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD;
}

/** @returns a PHC string (`$argon2id$v=19$m=...`). */
export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password), PARAMETERS);
}

/**
 * Checks a password. Without a stored hash (an unknown login) it does the same work against a dummy one, so that
 * time does not tell which logins exist.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await dummyHash()), normalize(password));
  return matches && stored !== undefined;
}

let dummy: Promise<string> | undefined;

/** Made once, by the same parameters as every real hash; call it at start-up so that no sign-in pays for it. */
export function dummyHash(): Promise<string> {
  dummy ??= hashPassword(randomBytes(32).toString('base64url'));
  return dummy;
}

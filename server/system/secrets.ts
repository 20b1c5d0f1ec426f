/**
 * What a system of the operator's shares with this service besides its token: the key under which it knows subjects
 * again, and the secrets that webhooks are signed with. They are derived from the controller's lookup key, which only
 * the key file (or KMS) has, so that no table holds them; from what is given away nobody gets back to that key.
 */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

export interface SystemSecrets {
  /** 32 bytes, hex: a system's own, for as long as the system exists. */
  subjectKey(controller: string, system: string): string;
  /** 32 bytes, hex: goes with one key of a system. */
  signingSecret(controller: string, key: string): string;
  /** Never leaves the service: where a system has got to is nobody else's, and cannot be made up. */
  cursorKey(controller: string, system: string): KeyObject;
}

export function createSystemSecrets(lookupKey: (controller: string) => Uint8Array): SystemSecrets {
  const derived = (controller: string, what: string, id: string) =>
    Buffer.from(hkdfSync('sha256', lookupKey(controller), '', `zvana system ${what} ${id}`, 32));
  return {
    subjectKey: (controller, system) => derived(controller, 'subject', system).toString('hex'),
    signingSecret: (controller, key) => derived(controller, 'webhook', key).toString('hex'),
    cursorKey: (controller, system) => createSecretKey(derived(controller, 'cursor', system)),
  };
}

/**
 * A number as one system knows it: HMAC-SHA-256, hex. The system can compute it for the numbers that it has; nobody
 * without its key can, and to another system the same number is another subject.
 * @param key hex
 */
export function pseudonymOf(key: string, number: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(number).digest('hex');
}

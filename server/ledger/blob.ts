/** Small sealed texts beside the log: an SMS waiting to be sent. Sealed with the session's log key. */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

/** nonce || ciphertext || tag. `context` names what the blob is, so that one cannot stand in for another. */
export function sealText(key: KeyObject, context: string, text: string): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the key or context is another one, or a byte was changed. */
export function openText(key: KeyObject, context: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
}

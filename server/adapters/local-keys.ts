/**
 * The controllers' keys in a local file, where no KMS holds them. The file is JSON, readable by its owner only:
 *
 *   {"version": 1, "controllers": {"lmt": {"wrap": "<32 bytes, base64>", "lookup": "<32 bytes, base64>",
 *                                          "sign": "<32 bytes, base64>"}}}
 *
 * `previous` stands beside `wrap` while a rotation is under way: keys are wrapped by the new one and opened by either.
 * `sign` is the secret of an Ed25519 key for checkpoints. Files of older releases lack it: `addLocalKeys` adds it.
 *
 * A wrapped key is `version (1) || nonce (12) || ciphertext || tag (16)` of AES-256-GCM; controller and context are
 * its additional data, so that a wrapped key moved to another place does not open there. Nonces are random: far
 * fewer than 2^32 keys are ever wrapped by one controller's key.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { KeyWrapper, Signer } from '../ports.ts';
import { isMissing, writeWhole } from './whole-file.ts';

const VERSION = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OTHERS_MAY_READ = 0o077;
/** What stands before the 32 bytes of an Ed25519 secret in PKCS #8 (RFC 8410, section 7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface ControllerKeys {
  readonly wrap: Buffer;
  /** The wrapping key of before a rotation that is not finished. */
  readonly previous?: Buffer;
  readonly lookup: Buffer;
  /** Absent in a file of an older release. */
  readonly sign?: Buffer;
}

export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/**
 * Opens a key file that holds keys for each of these controllers.
 * @throws KeyFileError when it is missing, open to others, damaged or lacks a controller.
 */
export function openLocalKeys(file: string, controllers: readonly string[]): KeyWrapper & Signer {
  const all = readKeys(file);
  if (all === undefined) {
    throw new KeyFileError(`there is no key file ${file}: make it with \`npm run ops -- keys init FILE\``);
  }
  const lacking = controllers.filter((controller) => !all.get(controller)?.sign);
  if (lacking.length > 0) {
    throw new KeyFileError(
      `${file} has no keys for ${lacking.join(', ')}: add them with \`npm run ops -- keys init FILE\``,
    );
  }
  return { ...createWrapper(all), ...createSigner(all) };
}

/**
 * Makes the keys that a controller lacks; keys that exist are never replaced, as all data hang on them.
 * @returns the controllers that got keys.
 */
export function addLocalKeys(file: string, controllers: readonly string[]): readonly string[] {
  const all = readKeys(file) ?? new Map<string, ControllerKeys>();
  const added = controllers.filter((controller) => !all.get(controller)?.sign);
  if (added.length === 0) return added;
  for (const controller of added) {
    const known = all.get(controller) ?? { wrap: randomBytes(KEY_BYTES), lookup: randomBytes(KEY_BYTES) };
    all.set(controller, { ...known, sign: randomBytes(KEY_BYTES) });
  }
  writeKeys(file, all);
  return added;
}

export function writeKeys(file: string, all: ReadonlyMap<string, ControllerKeys>): void {
  const encoded = [...all].map(([controller, keys]) => {
    return [
      controller,
      Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key.toString('base64')])),
    ] as const;
  });
  writeWhole(
    file,
    `${JSON.stringify({ version: VERSION, controllers: Object.fromEntries(encoded) }, null, 2)}\n`,
  );
}

function createWrapper(all: ReadonlyMap<string, ControllerKeys>): KeyWrapper {
  const keysOf = (controller: string): ControllerKeys => {
    const keys = all.get(controller);
    if (keys === undefined) throw new KeyFileError(`no keys for controller ${controller}`);
    return keys;
  };
  return {
    wrap: async (controller, key, context) => seal(keysOf(controller).wrap, controller, key, context),
    async unwrap(controller, wrapped, context) {
      const { wrap, previous } = keysOf(controller);
      try {
        return open(wrap, controller, wrapped, context);
      } catch (error) {
        if (previous === undefined) throw error;
        return open(previous, controller, wrapped, context);
      }
    },
    lookupKey: (controller) => keysOf(controller).lookup,
  };
}

function seal(key: Buffer, controller: string, plain: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(additionalData(controller, context));
  const sealed = [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([Uint8Array.of(VERSION), nonce, ...sealed]);
}

function open(key: Buffer, controller: string, wrapped: Uint8Array, context: string): Uint8Array {
  if (wrapped[0] !== VERSION || wrapped.length < 1 + NONCE_BYTES + TAG_BYTES) {
    throw new KeyFileError('a wrapped key is damaged or of another version');
  }
  const nonce = wrapped.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(controller, context));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  const body = wrapped.subarray(1 + NONCE_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

/** What a rotation needs of one controller's keys. */
export function rewrapper(controller: string, keys: ControllerKeys) {
  return {
    /** The key wrapped anew; undefined when the new key wraps it already. */
    rewrap(wrapped: Uint8Array, context: string): Uint8Array | undefined {
      try {
        open(keys.wrap, controller, wrapped, context);
        return undefined;
      } catch {
        if (keys.previous === undefined) throw new KeyFileError(`the key of ${context} does not open`);
        return seal(keys.wrap, controller, open(keys.previous, controller, wrapped, context), context);
      }
    },
  };
}

function createSigner(all: ReadonlyMap<string, ControllerKeys>): Signer {
  const opened = new Map<string, KeyObject>();
  const keyOf = (controller: string): KeyObject => {
    const secret = all.get(controller)?.sign;
    if (secret === undefined) {
      throw new KeyFileError(
        `no signing key for controller ${controller}: add it with \`npm run ops -- keys init FILE\``,
      );
    }
    const known = opened.get(controller);
    if (known) return known;
    const der = Buffer.concat([ED25519_PKCS8, secret]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    opened.set(controller, key);
    return key;
  };
  return {
    sign: (controller, message) => sign(null, message, keyOf(controller)),
    publicKey: (controller) =>
      createPublicKey(keyOf(controller)).export({ format: 'der', type: 'spki' }).subarray(-32),
  };
}

/** No controller's key holds a NUL, so the two cannot be read in another way. */
function additionalData(controller: string, context: string): Buffer {
  return Buffer.from(`zvana wrapped key ${VERSION}\0${controller}\0${context}`);
}

export function readKeys(file: string): Map<string, ControllerKeys> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  if (process.platform !== 'win32' && statSync(file).mode & OTHERS_MAY_READ) {
    throw new KeyFileError(`${file} can be read by others: run chmod 600 on it`);
  }
  return parseKeys(file, text);
}

function parseKeys(file: string, text: string): Map<string, ControllerKeys> {
  const parsed: unknown = parseJson(text);
  if (!isRecord(parsed) || parsed.version !== VERSION || !isRecord(parsed.controllers)) {
    throw new KeyFileError(`${file} is not a key file of version ${VERSION}`);
  }
  return new Map(
    Object.entries(parsed.controllers).map(([controller, keys]) => {
      const damaged = new KeyFileError(`${file}: the keys of ${controller} are damaged`);
      if (!isRecord(keys)) throw damaged;
      const [wrap, lookup, sign] = [toKey(keys.wrap), toKey(keys.lookup), toKey(keys.sign)];
      if (wrap === undefined || lookup === undefined) throw damaged;
      const previous = toKey(keys.previous);
      if ((keys.sign !== undefined && !sign) || (keys.previous !== undefined && !previous)) throw damaged;
      const more = { ...(sign ? { sign } : {}), ...(previous ? { previous } : {}) };
      return [controller, { wrap, lookup, ...more }];
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toKey(value: unknown): Buffer | undefined {
  const key = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
  return key?.length === KEY_BYTES ? key : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Keys: the controller's key wraps a session's key, which wraps the data key of the session's log and of each of
 * its objects. Destroying one wrapped key makes what it sealed unreadable for good.
 *
 * A key is durable before anything is sealed with it (LED-5), since `KeyStore.put` is.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { KeyStore, KeyWrapper } from '../ports.ts';

export interface Keys {
  /** Makes a session's key and its log's data key; the log's key is returned. */
  createSession(controller: string, session: string): Promise<KeyObject>;
  /** The data key of a controller's own log, made when there is none yet. */
  controllerLog(controller: string): Promise<KeyObject>;
  openControllerLog(controller: string): Promise<KeyObject | undefined>;
  /** Makes a data key for a record of the controller's own, which outlives sessions; `id` names it. */
  createRecord(controller: string, id: string): Promise<KeyObject>;
  /** Undefined once destroyed. */
  openRecord(controller: string, id: string): Promise<KeyObject | undefined>;
  destroyRecord(id: string): Promise<void>;
  /** Makes a data key for an object of a session. */
  createObject(controller: string, session: string): Promise<ObjectKey>;
  /** The data key of a session's log; undefined once destroyed. */
  openLog(session: string): Promise<KeyObject | undefined>;
  /** The 256-bit data key of an object; undefined once it, or its session's, is destroyed. */
  openObject(id: string): Promise<Uint8Array | undefined>;
  destroyObject(id: string): Promise<void>;
  /** Destroys the key of a session's log alone: what else the session's key wraps can still be opened. */
  destroyLog(session: string): Promise<void>;
  /** Destroys the session's key and every key below it. */
  destroySession(session: string): Promise<void>;
}

export interface ObjectKey {
  readonly id: string;
  readonly dataKey: Uint8Array;
}

export const sessionKeyId = (session: string): string => `session:${session}`;
export const controllerLogKeyId = (controller: string): string => `controller-log:${controller}`;
export const recordKeyId = (id: string): string => `record:${id}`;
export const logKeyId = (session: string): string => `log:${session}`;

const KEY_BYTES = 32;

export function createKeys(wrapper: KeyWrapper, store: KeyStore, newId: () => string): Keys {
  async function openSessionKey(session: string): Promise<Buffer | undefined> {
    const id = sessionKeyId(session);
    const row = await store.get(id);
    return row && Buffer.from(await wrapper.unwrap(row.controller, row.wrapped, id));
  }

  /** A key that the controller's own wraps. */
  async function openOwn(controller: string, id: string): Promise<KeyObject | undefined> {
    const row = await store.get(id);
    return row && createSecretKey(await wrapper.unwrap(controller, row.wrapped, id));
  }

  async function createOwn(controller: string, id: string): Promise<KeyObject> {
    const key = randomBytes(KEY_BYTES);
    await store.put([{ id, controller, wrapped: await wrapper.wrap(controller, key, id) }]);
    return createSecretKey(key);
  }

  async function open(id: string): Promise<Uint8Array | undefined> {
    const row = await store.get(id);
    if (!row?.parent) return undefined;
    const parent = await store.get(row.parent);
    if (!parent) return undefined;
    const parentKey = await wrapper.unwrap(parent.controller, parent.wrapped, parent.id);
    return unwrapUnder(parentKey, row.wrapped, id);
  }

  return {
    async createSession(controller, session) {
      const sessionKey = randomBytes(KEY_BYTES);
      const logKey = randomBytes(KEY_BYTES);
      const [id, log] = [sessionKeyId(session), logKeyId(session)];
      await store.put([
        { id, controller, wrapped: await wrapper.wrap(controller, sessionKey, id) },
        { id: log, controller, parent: id, wrapped: wrapUnder(sessionKey, logKey, log) },
      ]);
      return createSecretKey(logKey);
    },
    openControllerLog: (controller) => openOwn(controller, controllerLogKeyId(controller)),
    async controllerLog(controller) {
      const id = controllerLogKeyId(controller);
      return (await openOwn(controller, id)) ?? createOwn(controller, id);
    },
    createRecord: (controller, id) => createOwn(controller, recordKeyId(id)),
    openRecord: (controller, id) => openOwn(controller, recordKeyId(id)),
    destroyRecord: (id) => store.destroy([recordKeyId(id)]),
    async createObject(controller, session) {
      const sessionKey = await openSessionKey(session);
      if (!sessionKey) throw new Error('the key of this session is destroyed');
      const dataKey = randomBytes(KEY_BYTES);
      const id = `object:${newId()}`;
      const parent = sessionKeyId(session);
      await store.put([{ id, controller, parent, wrapped: wrapUnder(sessionKey, dataKey, id) }]);
      return { id, dataKey };
    },
    async openLog(session) {
      const key = await open(logKeyId(session));
      return key && createSecretKey(key);
    },
    openObject: open,
    destroyObject: (id) => store.destroy([id]),
    destroyLog: (session) => store.destroy([logKeyId(session)]),
    async destroySession(session) {
      const id = sessionKeyId(session);
      await store.destroy([...(await store.below(id)), id]);
    },
  };
}

/** nonce || ciphertext || tag; the id is bound, so that one key's wrapping cannot stand in for another's. */
function wrapUnder(parent: Uint8Array, key: Uint8Array, id: string): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', parent, nonce).setAAD(Buffer.from(id));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

function unwrapUnder(parent: Uint8Array, wrapped: Uint8Array, id: string): Buffer {
  const bytes = Buffer.from(wrapped);
  const decipher = createDecipheriv('aes-256-gcm', parent, bytes.subarray(0, 12))
    .setAAD(Buffer.from(id))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

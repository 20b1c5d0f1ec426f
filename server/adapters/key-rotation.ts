/**
 * A new wrapping key for a controller. Only the keys that it wraps directly are wrapped anew; what those seal is not
 * touched. The lookup key stays: hashes of numbers made with it could not be made again, as numbers are not stored in
 * the clear. The signing key stays: checkpoints of before must go on verifying.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { KeyFileError, readKeys, rewrapper, writeKeys } from './local-keys.ts';
import { openDatabase } from './sqlite/connection.ts';

export type RotationStep =
  | { readonly what: 'new-key-written' }
  | { readonly what: 'wrapped-anew'; readonly keys: number }
  | { readonly what: 'old-copies-overwritten' }
  | { readonly what: 'old-key-removed' };

const BATCH = 500;

/**
 * Yields after each durable step. Whoever stops between two of them can begin again: the file holds both keys until
 * no wrapped key needs the old one. Nobody else may use the key store meanwhile.
 * @throws KeyFileError
 */
export function* rotateKeys(settings: {
  readonly controller: string;
  readonly keyFile: string;
  readonly keysDatabase: string;
  readonly batch?: number;
}): Generator<RotationStep> {
  const { controller, keyFile, keysDatabase, batch = BATCH } = settings;
  if (!existsSync(keysDatabase)) throw new KeyFileError(`there is no key store ${keysDatabase}`);
  const all = readKeys(keyFile);
  const known = all?.get(controller);
  if (!all || !known) throw new KeyFileError(`${keyFile} has no keys for ${controller}`);
  const { previous = known.wrap, ...rest } = known;
  // One that was cut short goes on with the key it had made.
  const keys = known.previous ? known : { ...rest, wrap: randomBytes(32), previous };
  writeKeys(keyFile, new Map(all).set(controller, keys));
  yield { what: 'new-key-written' };

  const database = openDatabase(keysDatabase);
  try {
    yield* wrapAnew(database, controller, rewrapper(controller, keys), batch);
    const checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (checkpoint?.busy !== 0) throw new KeyFileError('the key store is in use');
    yield { what: 'old-copies-overwritten' };
  } finally {
    database.close();
  }
  const { previous: _, ...done } = keys;
  writeKeys(keyFile, new Map(all).set(controller, done));
  yield { what: 'old-key-removed' };
}

function* wrapAnew(
  database: ReturnType<typeof openDatabase>,
  controller: string,
  { rewrap }: ReturnType<typeof rewrapper>,
  batch: number,
): Generator<RotationStep> {
  const page = database.prepare(
    'SELECT id, wrapped FROM wrapped_key WHERE controller = ? AND parent IS NULL AND id > ? ORDER BY id LIMIT ?',
  );
  const update = database.prepare('UPDATE wrapped_key SET wrapped = ? WHERE id = ?');
  for (let after = ''; ; ) {
    const rows = page.all(controller, after, batch);
    const last = rows.at(-1);
    if (!last) return;
    let keys = 0;
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const { id, wrapped } of rows) {
        const anew = rewrap(wrapped as Uint8Array, String(id));
        if (!anew) continue;
        update.run(anew, String(id));
        keys += 1;
      }
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
    after = String(last.id);
    yield { what: 'wrapped-anew', keys };
  }
}

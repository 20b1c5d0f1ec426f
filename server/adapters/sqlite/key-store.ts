/**
 * Wrapped keys in a database file of their own. Destroying a key overwrites its bytes (`secure_delete`) and
 * truncates the write-ahead log, which would still hold them otherwise.
 */
import type { KeyStore, WrappedKey } from '../../ports.ts';
import { migrate, openDatabase } from './connection.ts';
import { KEY_MIGRATIONS } from './migrations.ts';

interface Row {
  id: string;
  controller: string;
  parent: string | null;
  wrapped: Uint8Array;
}

export function openKeyStore(file: string): KeyStore & { close(): void } {
  const connection = openDatabase(file);
  migrate(connection, KEY_MIGRATIONS);
  const insert = connection.prepare('INSERT INTO wrapped_key VALUES (?, ?, ?, ?)');
  const select = connection.prepare('SELECT * FROM wrapped_key WHERE id = ?');
  const selectBelow = connection.prepare('SELECT id FROM wrapped_key WHERE parent = ?');
  const remove = connection.prepare('DELETE FROM wrapped_key WHERE id = ?');

  function inTransaction(work: () => void): void {
    connection.exec('BEGIN IMMEDIATE');
    try {
      work();
      connection.exec('COMMIT');
    } catch (error) {
      if (connection.isTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    async put(rows) {
      inTransaction(() => {
        for (const row of rows) insert.run(row.id, row.controller, row.parent ?? null, row.wrapped);
      });
    },
    async get(id) {
      const row = select.get(id) as Row | undefined;
      return row && toWrappedKey(row);
    },
    async below(parent) {
      return (selectBelow.all(parent) as unknown as Row[]).map((row) => row.id);
    },
    async destroy(ids) {
      inTransaction(() => {
        for (const id of ids) remove.run(id);
      });
      const checkpoint = connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      if (checkpoint?.busy !== 0) throw new Error('the key store could not be checkpointed: it is in use');
    },
    close: () => connection.close(),
  };
}

function toWrappedKey({ id, controller, parent, wrapped }: Row): WrappedKey {
  return { id, controller, wrapped, ...(parent === null ? {} : { parent }) };
}

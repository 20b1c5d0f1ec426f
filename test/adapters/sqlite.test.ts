import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { migrate, schemaVersion } from '../../server/adapters/sqlite/connection.ts';
import { openKeyStore } from '../../server/adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import { KEY_MIGRATIONS, MAIN_MIGRATIONS } from '../../server/adapters/sqlite/migrations.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zvana-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function schemaOf(database: DatabaseSync): unknown[] {
  return database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
}

describe('migrations', () => {
  for (const [name, migrations] of Object.entries({ main: MAIN_MIGRATIONS, keys: KEY_MIGRATIONS })) {
    for (let from = 0; from <= migrations.length; from += 1) {
      it(`[CFG-13] bring the ${name} database from schema ${from} to the newest, once`, () => {
        const fresh = new DatabaseSync(':memory:');
        migrate(fresh, migrations);
        const old = new DatabaseSync(':memory:');
        migrate(old, migrations.slice(0, from));
        assert.equal(schemaVersion(old), from);
        migrate(old, migrations);
        migrate(old, migrations);
        assert.equal(schemaVersion(old), migrations.length);
        assert.deepEqual(schemaOf(old), schemaOf(fresh));
      });
    }
  }

  it('[CFG-13] refuse a database that a newer release wrote', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA user_version = 99');
    assert.throws(() => migrate(database, MAIN_MIGRATIONS), /newer release/);
  });

  it('[CFG-13] leave nothing of one that fails', () => {
    const database = new DatabaseSync(':memory:');
    assert.throws(() => migrate(database, ['CREATE TABLE a (x); CREATE TABLE a (x)']));
    if (database.isTransaction) database.exec('ROLLBACK');
    assert.deepEqual([schemaOf(database), schemaVersion(database)], [[], 0]);
  });
});

describe('the key store', () => {
  const bytesOnDisk = () =>
    Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString('latin1');

  it('[LED-4] keeps nothing of a destroyed key in any of its files, while it runs', async () => {
    const store = openKeyStore(join(folder, 'keys.sqlite'));
    const canary = (name: string) => Buffer.from(`wrapped-bytes-of-${name}-`.repeat(3));
    await store.put([
      { id: 'session:a', controller: 'lmt', wrapped: canary('a') },
      { id: 'log:a', controller: 'lmt', parent: 'session:a', wrapped: canary('b') },
      { id: 'session:c', controller: 'lmt', wrapped: canary('c') },
    ]);
    assert.ok(bytesOnDisk().includes('wrapped-bytes-of-b-'), 'the scan finds a key that is there');
    assert.deepEqual(await store.below('session:a'), ['log:a']);
    await store.destroy(['log:a', 'session:a']);
    await store.destroy(['log:a', 'session:a']);
    assert.equal(await store.get('session:a'), undefined);
    assert.ok(!bytesOnDisk().includes('wrapped-bytes-of-a-'));
    assert.ok(!bytesOnDisk().includes('wrapped-bytes-of-b-'));
    assert.deepEqual(Buffer.from((await store.get('session:c'))?.wrapped ?? []), canary('c'));
    store.close();
  });
});

describe('the main database', () => {
  it('[LED-1] syncs every commit and overwrites what is deleted', () => {
    const main = openMainDatabase(join(folder, 'main.sqlite'));
    const other = new DatabaseSync(join(folder, 'main.sqlite'));
    assert.equal(other.prepare('PRAGMA journal_mode').get()?.journal_mode, 'wal');
    other.close();
    return main.close();
  });

  it('[LED-6] gives the connection to one at a time, in the order of asking', async () => {
    const main = openMainDatabase(join(folder, 'main.sqlite'));
    const webhook = (id: string) => ({ id, controller: 'lmt', at: 1, answer: '' });
    const order: string[] = [];
    const begun = Promise.withResolvers<void>();
    const inTransaction = main.database.transaction().execute(async (transaction) => {
      await transaction.insertInto('webhook').values(webhook('first')).execute();
      begun.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      order.push('transaction');
    });
    await begun.promise;
    const stream = { id: 's', controller: 'lmt', key: 'k', seq: 0, head: new Uint8Array(32) };
    const also = [main.database.insertInto('webhook').values(webhook('second')).compile()];
    const append = main.journal.append([{ stream, entries: [], also }]).then(() => order.push('append'));
    await Promise.all([inTransaction, append]);
    assert.deepEqual(order, ['transaction', 'append']);
    await main.close();
  });

  it('[LED-7] reads a stream whole although its places were changed', async () => {
    const main = openMainDatabase(join(folder, 'main.sqlite'));
    const entry = (stream: string, seq: number) => ({
      stream,
      seq,
      at: 1,
      type: 'T',
      role: 'system',
      staff: '',
      object: new Uint8Array(0),
      sealed: new Uint8Array(1),
      hash: new Uint8Array(32),
    });
    for (const seq of [1, 2, 3]) {
      const appends = ['a', 'b'].map((id) => ({
        stream: { id, controller: 'lmt', key: 'k', seq, head: new Uint8Array(32) },
        entries: [entry(id, seq)],
        also: [],
      }));
      await main.journal.append(appends);
    }
    const seqs = async (id: string, after: number) =>
      (await main.journal.entries(id, after)).map(({ stream, seq }) => `${stream}${seq}`);
    assert.deepEqual(
      [await seqs('a', 0), await seqs('b', 1), await seqs('b', 3)],
      [['a1', 'a2', 'a3'], ['b2', 'b3'], []],
    );
    const other = new DatabaseSync(join(folder, 'main.sqlite'));
    for (const change of [
      "UPDATE entry SET previous = 2 WHERE stream = 'a' AND seq = 3",
      "UPDATE entry SET previous = 99 WHERE stream = 'a' AND seq = 2",
      "UPDATE stream SET last = 2 WHERE id = 'a'",
    ]) {
      other.exec(change);
      assert.deepEqual(await seqs('a', 0), ['a1', 'a2', 'a3'], change);
    }
    other.close();
    await main.close();
  });

  it('[LED-6] takes nothing of an append whose stream someone else has moved', async () => {
    const main = openMainDatabase(join(folder, 'main.sqlite'));
    const entry = (stream: string, seq: number) => ({
      stream,
      seq,
      at: 1,
      type: 'T',
      role: 'system',
      staff: '',
      object: new Uint8Array(0),
      sealed: new Uint8Array(1),
      hash: new Uint8Array(32),
    });
    const append = (id: string, seq: number) => ({
      stream: { id, controller: 'lmt', key: 'k', seq, head: new Uint8Array(32) },
      entries: [entry(id, seq)],
      also: [],
    });
    await main.journal.append([append('a', 1)]);
    await assert.rejects(main.journal.append([append('b', 1), append('a', 3)]), /someone else wrote it/);
    assert.equal(await main.journal.stream('b'), undefined);
    assert.equal((await main.journal.entries('a', 0)).length, 1);
    await main.journal.append([append('a', 2)]);
    await main.close();
  });
});

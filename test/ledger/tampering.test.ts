import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'mocha';
import { inDataDirectory, playWithPhoto, removeAll, verify, verifyCommand } from './support.ts';

const TEXT = ['stream', 'type', 'role', 'staff'] as const;
const NUMBERS = ['seq', 'at'] as const;
const BYTES = ['object', 'sealed', 'hash'] as const;

describe('a ledger that somebody has changed', () => {
  let dataDir: string;
  let stream: string;
  let length: number;
  let database: DatabaseSync;

  before(async () => {
    dataDir = await inDataDirectory(async (server) => {
      const call = await playWithPhoto(server.address);
      stream = `session:${call.session}`;
      await playWithPhoto(server.address);
    });
    database = new DatabaseSync(join(dataDir, 'main.sqlite'));
    length = Number(database.prepare('SELECT count(*) n FROM entry WHERE stream = ?').get(stream)?.n);
  });
  after(async () => {
    database.close();
    await removeAll();
  });

  /** Makes a change, verifies, and puts everything back. */
  async function afterSql(sql: string, ...parameters: (string | number | Uint8Array)[]) {
    for (const table of ['entry', 'stream', 'session', 'media']) {
      database.exec(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM main.${table}`);
    }
    try {
      const { changes } = database.prepare(sql).run(...parameters);
      assert.ok(Number(changes) > 0, 'the change was made');
      return await verify(dataDir);
    } finally {
      for (const table of ['entry', 'stream', 'session', 'media']) {
        database.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM kept_${table};`);
        database.exec(`DROP TABLE kept_${table}`);
      }
    }
  }

  const entriesOf = () =>
    database.prepare('SELECT * FROM entry WHERE stream = ? ORDER BY seq').all(stream) as unknown as Record<
      string,
      string | number | Uint8Array
    >[];
  const named = (faults: readonly string[], seq: number) =>
    faults.some((fault) => fault.startsWith(`${stream}#${seq} `));

  it('[LED-10] is healthy before it is changed', async () => {
    const { faults, counts } = await verify(dataDir);
    assert.deepEqual(faults, []);
    // Two calls, and what the guard told the controller's log: both parties at the door, both with the photo.
    assert.equal(counts.entries, 2 * length + 8);
  });

  it('[LED-11] names the entry after a flip of a bit in any byte of any column', async function () {
    this.timeout(120_000);
    for (const row of entriesOf()) {
      const seq = Number(row.seq);
      for (const column of TEXT) {
        const bytes = Buffer.from(String(row[column]));
        for (const position of ends(bytes.length)) {
          const sql = `UPDATE entry SET ${column} = CAST(? AS TEXT) WHERE stream = ? AND seq = ?`;
          const { faults } = await afterSql(sql, flipped(bytes, position), stream, seq);
          assert.ok(named(faults, seq), `${column} of ${seq}, byte ${position}: ${faults.join('; ')}`);
        }
      }
      for (const column of NUMBERS) {
        for (const bit of [0, 9, 40, 62]) {
          const sql = `UPDATE entry SET ${column} = (${column} | (1 << ${bit})) - (${column} & (1 << ${bit})) WHERE stream = ? AND seq = ?`;
          // A sequence that is already there cannot be taken; swapping two has a test of its own.
          if (column === 'seq' && bit === 0) continue;
          const { faults } = await afterSql(sql, stream, seq);
          assert.ok(named(faults, seq), `${column} of ${seq}, bit ${bit}: ${faults.join('; ')}`);
        }
      }
      for (const column of BYTES) {
        const bytes = row[column];
        assert.ok(bytes instanceof Uint8Array);
        for (const position of ends(bytes.length)) {
          const sql = `UPDATE entry SET ${column} = ? WHERE stream = ? AND seq = ?`;
          const { faults } = await afterSql(sql, flipped(bytes, position), stream, seq);
          assert.deepEqual(
            faults.map((fault) => fault.split(' ')[0]),
            [`${stream}#${seq}`],
            `${column} of ${seq}, byte ${position}`,
          );
        }
      }
    }
  });

  it('[LED-11] names every single byte of one entry', async function () {
    this.timeout(120_000);
    const row = entriesOf().find(({ type }) => type === 'PhotoShared');
    assert.ok(row);
    const seq = Number(row.seq);
    for (const column of BYTES) {
      const bytes: unknown = row[column];
      assert.ok(bytes instanceof Uint8Array && bytes.length >= 32);
      for (let position = 0; position < bytes.length; position += 1) {
        const sql = `UPDATE entry SET ${column} = ? WHERE stream = ? AND seq = ?`;
        const { faults } = await afterSql(sql, flipped(bytes, position), stream, seq);
        assert.deepEqual(
          faults.map((fault) => fault.split(' ')[0]),
          [`${stream}#${seq}`],
          `${column}, byte ${position}`,
        );
      }
    }
  });

  it('[LED-11] names an entry whose bytes were changed in the file itself', async () => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const path = join(dataDir, 'main.sqlite');
    const whole = readFileSync(path);
    for (const { seq, sealed, hash } of entriesOf()) {
      for (const bytes of [sealed, hash]) {
        assert.ok(bytes instanceof Uint8Array);
        const changed = Buffer.from(whole);
        // A page that was given up may hold an older copy, so all of them are changed.
        for (let at = whole.indexOf(bytes); at >= 0; at = whole.indexOf(bytes, at + 1)) {
          changed.writeUInt8(whole.readUInt8(at) ^ 1, at);
        }
        assert.ok(!changed.equals(whole), 'the bytes are in the file');
        writeFileSync(path, changed);
        const { faults } = await verify(dataDir);
        assert.ok(named(faults, Number(seq)), `entry ${seq}: ${faults.join('; ')}`);
      }
    }
    writeFileSync(path, whole);
    assert.ok((await verify(dataDir)).ok);
  });

  it('[LED-11] names a text with bytes added behind its end, or put where there were none', async () => {
    for (const [column, text] of [
      ['type', 'PhotoShared\0x'],
      ['staff', 'x'],
    ] as const) {
      const row = entriesOf().find(({ type }) => type === 'PhotoShared');
      assert.ok(row);
      const seq = Number(row.seq);
      const sql = `UPDATE entry SET ${column} = ? WHERE stream = ? AND seq = ?`;
      const { faults } = await afterSql(sql, text, stream, seq);
      assert.deepEqual(faults, [`${stream}#${seq} hash`]);
    }
  });

  it('[LED-12] names what is missing at the end, in the middle and at the beginning', async () => {
    const sql = 'DELETE FROM entry WHERE stream = ? AND seq = ?';
    for (const seq of [1, 4, length]) {
      assert.deepEqual((await afterSql(sql, stream, seq)).faults, [`${stream}#${seq} missing`]);
    }
  });

  it('[LED-12] finds entries cut off together with the sequence of the head', async () => {
    const cut = `UPDATE stream SET seq = seq - 1 WHERE id = ?`;
    assert.deepEqual((await afterSql(cut, stream)).faults, [
      `${stream}#${length} unexpected`,
      `${stream}#${length - 1} head`,
    ]);
    const flip = 'UPDATE stream SET head = zeroblob(32) WHERE id = ?';
    assert.deepEqual((await afterSql(flip, stream)).faults, [`${stream}#${length} head`]);
  });

  it('[LED-12] names entries that were swapped', async () => {
    const { faults } = await afterSql(
      'UPDATE entry SET sealed = (SELECT sealed FROM entry e WHERE e.stream = entry.stream AND e.seq = 9 - entry.seq),' +
        ' hash = (SELECT hash FROM entry e WHERE e.stream = entry.stream AND e.seq = 9 - entry.seq)' +
        ' WHERE stream = ? AND seq IN (4, 5)',
      stream,
    );
    assert.ok(named(faults, 4) && named(faults, 5), faults.join('; '));
  });

  it('[LED-12] names an entry whose place in the log of all streams was changed', async () => {
    const previous = 'UPDATE entry SET previous = previous + 1 WHERE stream = ? AND seq = ?';
    for (const seq of [1, 5, length]) {
      assert.deepEqual((await afterSql(previous, stream, seq)).faults, [`${stream}#${seq} place`]);
    }
    const moved = await afterSql('UPDATE entry SET n = n + 10000 WHERE stream = ? AND seq = 5', stream);
    assert.deepEqual(moved.faults, [`${stream}#6 place`]);
    const last = await afterSql('UPDATE stream SET last = last - 1 WHERE id = ?', stream);
    assert.deepEqual(last.faults, [`${stream}#${length} head`]);
  });

  it('[LED-12] names an entry that was added, and one of a stream that does not exist', async () => {
    const copy = (id: string, seq: number) =>
      `INSERT INTO entry SELECT ${id}, ${seq}, at, type, role, staff, object, sealed, hash, NULL, 0 FROM entry WHERE stream = ? AND seq = 2`;
    const added = await afterSql(copy('stream', length + 1), stream);
    assert.deepEqual(added.faults, [`${stream}#${length + 1} unexpected`]);
    const stray = await afterSql(copy("'session:nobody'", 1), stream);
    assert.deepEqual(stray.faults, ['session:nobody#1 stray']);
  });

  it('[LED-13] names a stream whose controller or key was changed', async () => {
    const other = await afterSql("UPDATE stream SET controller = 'amigo' WHERE id = ?", stream);
    assert.ok(other.faults.includes(`${stream} controller-other`) && named(other.faults, 1));
    const key = await afterSql("UPDATE stream SET key = 'log:other' WHERE id = ?", stream);
    assert.deepEqual(key.faults, [`${stream} key-other`]);
  });

  it('[LED-14] names sessions without a stream, and streams without a session', async () => {
    const id = stream.slice('session:'.length);
    const noSession = await afterSql('DELETE FROM session WHERE id = ?', id);
    assert.ok(noSession.faults.includes(`${stream} no-session`), noSession.faults.join('; '));
    const noStream = await afterSql('DELETE FROM stream WHERE id = ?', stream);
    assert.ok(noStream.faults.includes(`${stream} no-stream`), noStream.faults.join('; '));
    assert.ok(named(noStream.faults, 1), 'its entries are named, too');
  });

  it('[LED-15] names an object after a flip of any byte of it', async () => {
    for (const { key, path } of objectsOf(dataDir)) {
      const whole = readFileSync(path);
      for (const position of [0, 4, 20, Math.floor(whole.length / 2), whole.length - 17, whole.length - 1]) {
        writeFileSync(path, flipped(whole, position));
        const { faults } = await verify(dataDir);
        assert.deepEqual(faults, [`${key} digest`], `byte ${position}`);
      }
      writeFileSync(path, whole.subarray(0, -1));
      assert.deepEqual((await verify(dataDir)).faults, [`${key} digest`]);
      rmSync(path);
      assert.deepEqual((await verify(dataDir)).faults, [`${key} missing`]);
      writeFileSync(path, whole);
    }
  });

  it('[LED-15] finds an object changed together with the digest in its row', async () => {
    const [object] = objectsOf(dataDir);
    assert.ok(object);
    const whole = readFileSync(object.path);
    const changed = flipped(whole, 100);
    writeFileSync(object.path, changed);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(changed)));
    const id = object.key.split('/')[2] ?? '';
    const { faults } = await afterSql('UPDATE media SET digest = ? WHERE id = ?', digest, id);
    writeFileSync(object.path, whole);
    assert.ok(faults.includes(`${object.key} seal`), faults.join('; '));
    assert.ok(
      faults.some((fault) => fault.endsWith(' picture')),
      'and the entry that tells of the picture',
    );
  });

  it('[LED-15] finds a photo whose object and row were both removed', async () => {
    const { faults } = await afterSql(
      "DELETE FROM media WHERE session = ? AND kind = 'photo' AND width > 320",
      stream.slice(8),
    );
    const seq = entriesOf().findIndex(({ type }) => type === 'PhotoShared') + 1;
    assert.deepEqual(faults, [`${stream}#${seq} picture`]);
  });

  it('[LED-15] counts objects that no row tells of', async () => {
    const path = join(dataDir, 'objects', 'lmt', 'nobody');
    writeFileSync(path, 'x');
    assert.equal((await verify(dataDir)).counts.strayObjects, 1);
    rmSync(path);
  });

  it('[LED-16] the command exits non-zero and names the entry', async () => {
    const row = entriesOf()[4];
    assert.ok(row);
    const { sealed } = row;
    assert.ok(sealed instanceof Uint8Array);
    const write = database.prepare('UPDATE entry SET sealed = ? WHERE stream = ? AND seq = 5');
    write.run(flipped(sealed, 30), stream);
    const { code, output, summary } = await verifyCommand(dataDir);
    write.run(sealed, stream);
    assert.equal(code, 1);
    assert.deepEqual(summary.named, [`${stream}#5`]);
    assert.ok(output.includes(`FAULT stream ${stream}, entry 5:`), output);
  });

  it('[LED-16] tells what SQLite finds wrong with an index', async () => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const path = join(dataDir, 'main.sqlite');
    const whole = readFileSync(path);
    const root = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'session_number'").get();
    const pageSize = whole.readUInt16BE(16);
    // The last byte of the page belongs to its first cell: the end of a session's id.
    writeFileSync(path, flipped(whole, Number(root?.rootpage) * pageSize - 1));
    const { code, output, summary } = await verifyCommand(dataDir);
    writeFileSync(path, whole);
    assert.equal(code, 1, output);
    assert.ok(summary.named.includes('main.sqlite'), output);
    assert.doesNotMatch(output, /databases are sound/);
  });

  it('[LED-16] a damaged database file is a finding, not a crash', async () => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const path = join(dataDir, 'main.sqlite');
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 0, 100);
    writeFileSync(path, damaged);
    const { code, summary } = await verifyCommand(dataDir);
    writeFileSync(path, whole);
    assert.deepEqual([code, summary.named], [1, ['main.sqlite']]);
  });
});

function flipped(bytes: Uint8Array, position: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy[position] = (copy[position] ?? 0) ^ 1;
  return copy;
}

/** First, middle and last. */
function ends(length: number): readonly number[] {
  return length === 0 ? [] : [...new Set([0, Math.floor(length / 2), length - 1])];
}

function objectsOf(dataDir: string) {
  const folder = join(dataDir, 'objects');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((key) => ({ key, path: join(folder, key) }))
    .filter(({ key, path }) => !key.startsWith('.') && statSync(path).isFile());
}

import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type MainDatabase, openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import { createLedger, type Ledger, type NewEntry } from '../../server/ledger/ledger.ts';
import type { Journal, StreamAppend } from '../../server/ports.ts';

const note = (payload: string): NewEntry => ({
  at: 1,
  type: 'NoteShown',
  role: 'agent',
  staff: 's',
  payload,
});
const key = createSecretKey(randomBytes(32));

describe('group commit', () => {
  let folder: string;
  let main: MainDatabase;
  /** What the journal does before it appends; throws to fail. */
  let disturb: (appends: readonly StreamAppend[]) => void | Promise<void>;
  /** Of each commit, how many entries each of its streams got. */
  let batches: number[][];
  let ledger: Ledger;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zvana-commit-'));
    main = openMainDatabase(join(folder, 'main.sqlite'));
    disturb = () => {};
    batches = [];
    const journal: Journal = {
      ...main.journal,
      async append(appends) {
        batches.push(appends.map(({ entries }) => entries.length));
        await disturb(appends);
        await main.journal.append(appends);
      },
    };
    ledger = createLedger(journal);
  });
  afterEach(async () => {
    await main.close();
    rmSync(folder, { recursive: true });
  });

  const stream = (id: string) => ledger.newStream(id, 'lmt', `log:${id}`, key);
  const texts = async (id: string) =>
    (await ledger.open(id, key))?.payloads.map(({ row, payload }) => `${row.seq} ${payload}`);
  const rows = async (table: 'entry' | 'stream') =>
    (await main.database.selectFrom(table).selectAll().execute()).length;

  it('[LED-1] what arrives in one turn of the event loop is one commit, of many streams', async () => {
    const [one, other] = [stream('one'), stream('other')];
    await Promise.all([
      ledger.append(one, [note('a'), note('b')]),
      ledger.append(other, [note('c')]),
      ledger.append(one, [note('d')]),
    ]);
    assert.deepEqual(batches, [[3, 1]]);
    assert.deepEqual(await texts('one'), ['1 a', '2 b', '3 d']);
    assert.deepEqual(await texts('other'), ['1 c']);
  });

  it('[LED-3] a commit that fails refuses everything in it, and nothing of it is there', async () => {
    const kept = stream('kept');
    await ledger.append(kept, [note('before')]);
    disturb = () => {
      throw new Error('the disk is full');
    };
    const fresh = stream('fresh');
    const outcomes = await Promise.allSettled([
      ledger.append(kept, [note('x')]),
      ledger.append(fresh, [note('y')]),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(await texts('kept'), ['1 before']);
    assert.equal(await texts('fresh'), undefined);
  });

  it('[LED-3] what was sealed onto a failed commit is refused, too; the stream is opened anew', async () => {
    const one = stream('one');
    await ledger.append(one, [note('a')]);
    const held = Promise.withResolvers<void>();
    disturb = async () => {
      await held.promise;
      throw new Error('the disk is full');
    };
    const failing = assert.rejects(ledger.append(one, [note('b')]), /disk is full/);
    await new Promise((resolve) => setImmediate(resolve));
    // The first commit is under way: this stands on an entry that will never be there.
    const onTop = assert.rejects(ledger.append(one, [note('c')]), /an earlier commit/);
    held.resolve();
    await Promise.all([failing, onTop]);
    disturb = () => {};
    await assert.rejects(ledger.append(one, [note('d')]), /an earlier commit/);
    const reopened = await ledger.open('one', key);
    assert.ok(reopened);
    await ledger.append(reopened.stream, [note('e')]);
    assert.deepEqual(await texts('one'), ['1 a', '2 e']);
  });

  it('[LED-3] a statement that fails inside the transaction takes all of the batch with it', async () => {
    const [one, other] = [stream('one'), stream('other')];
    const wrong = {
      sql: 'INSERT INTO stream VALUES (?, ?, ?, ?, ?, ?)',
      parameters: ['one', 'x', 'x', 1, null, 1],
    };
    const outcomes = await Promise.allSettled([
      ledger.append(one, [note('a')]),
      ledger.append(other, [note('b')], [wrong]),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual([await rows('entry'), await rows('stream')], [0, 0]);
  });

  it('[LED-6] of two writers of one stream the second is refused', async () => {
    await ledger.append(stream('one'), [note('a')]);
    const [here, there] = [await ledger.open('one', key), await ledger.open('one', key)];
    assert.ok(here && there);
    await ledger.append(here.stream, [note('b')]);
    await assert.rejects(ledger.append(there.stream, [note('b')]));
    assert.deepEqual(await texts('one'), ['1 a', '2 b']);
  });
});

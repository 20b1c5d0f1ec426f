import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode, Refusal } from '../../protocol/errors.ts';
import { FileObjectStore } from '../../server/adapters/objects-files.ts';
import { type MainDatabase, openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import { createIntake, type IntakeDeps, type StoredPicture } from '../../server/media/intake.ts';
import { createMediaReader } from '../../server/media/reader.ts';
import { createMediaRows } from '../../server/media/rows.ts';
import { createSanitiser, type Sanitiser } from '../../server/media/sanitiser.ts';
import { SealError } from '../../server/media/seal.ts';
import { type ObjectStore, StoreError } from '../../server/ports.ts';
import { ask, type Grant } from '../../server/privacy/guard.ts';
import { type Held, NOTHING_HELD } from '../../server/privacy/held.ts';
import { memoryKeys } from '../support/memory-keys.ts';
import * as pictures from '../support/pictures.ts';

const NOW = 1_780_000_000_000;

function grantTo(access: 'read' | 'write', category: 'photo' | 'shown' = 'photo', session = 's1'): Grant {
  const asker = { who: 'caller', controller: 'lmt', own: true } as const;
  const answer = ask(asker, 'assist', category, access, { session, controller: 'lmt' }, NOW);
  assert.ok(answer.ok);
  return answer.grant;
}

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

describe('media: intake and reader', () => {
  let sanitiser: Sanitiser;
  let folder: string;
  let files: FileObjectStore;
  let main: MainDatabase;
  let photo: Buffer;

  before(async () => {
    sanitiser = createSanitiser();
    photo = await pictures.jpeg(640, 480);
  });
  after(() => sanitiser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-'));
    files = await FileObjectStore.open(folder);
    main = openMainDatabase(':memory:');
  });
  afterEach(async () => {
    await main.close();
    await rm(folder, { recursive: true });
  });

  /** Intake and reader over the file store, with whatever a test replaces. */
  function house(replaced: Partial<IntakeDeps> = {}) {
    const rows = createMediaRows(main.database);
    const keys = memoryKeys();
    let made = 0;
    const newId = () => `object-${++made}`;
    const intake = createIntake({
      sanitiser,
      objects: files,
      keys,
      rows,
      clock: { now: () => NOW },
      newId,
      heldOf: () => NOTHING_HELD,
      ...replaced,
    });
    const reader = createMediaReader({ objects: files, keys, rows });
    const send = (media = 'p1', bytes = photo) =>
      intake.store(grantTo('write'), { media, kind: 'photo', bytes, widths: [320] });
    return { rows, keys, intake, reader, send };
  }

  function refusedWith(code: ErrorCode, outcome: StoredPicture | Refusal): void {
    assert.deepEqual(outcome, { ok: false, code });
  }

  const storedRows = () => main.database.selectFrom('media').selectAll().orderBy('id').execute();
  const states = async () => (await storedRows()).map(({ state }) => state);

  async function storedFiles(): Promise<string[]> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }

  /** The file store with some operations replaced. */
  function faulty(faults: Partial<ObjectStore>): Pick<ObjectStore, 'put' | 'delete' | 'hold'> {
    return {
      put: (key, body) => files.put(key, body),
      delete: (key) => files.delete(key),
      hold: (key) => files.hold(key),
      ...faults,
    };
  }

  it('[PHO-27] a picture is stored sealed, described, and opens again in each width', async () => {
    const { reader, send } = house();
    const outcome = await send();
    assert.ok(outcome.ok);
    assert.deepEqual([outcome.media, outcome.width, outcome.height], ['p1', 640, 480]);
    assert.deepEqual(
      outcome.variants.map(({ id, width, height }) => [id, width, height]),
      [
        ['object-1', 640, 480],
        ['object-2', 320, 240],
      ],
    );
    assert.deepEqual(
      (await storedRows()).map(({ state, controller, session, created_at }) => [
        state,
        controller,
        session,
        created_at,
      ]),
      [
        ['stored', 'lmt', 's1', NOW],
        ['stored', 'lmt', 's1', NOW],
      ],
    );
    for (const [index, asked] of [640, 320].entries()) {
      const opened = await reader.open(grantTo('read'), 'p1', asked);
      assert.ok(opened);
      assert.equal(opened.width, asked);
      assert.equal(opened.bytes.length, outcome.variants[index]?.bytes);
      const sealed = await readFile(join(folder, 'lmt/s1', `object-${index + 1}`));
      assert.deepEqual(sha256(sealed), outcome.variants[index]?.digest);
      assert.equal(sealed.indexOf(opened.bytes.subarray(0, 16)), -1);
    }
  });

  it('[PHO-27] the digest for the event covers every variant, widest first', async () => {
    const outcome = await house().send();
    assert.ok(outcome.ok);
    const files = ['object-1', 'object-2'].map((name) => readFile(join(folder, 'lmt/s1', name)));
    const [wide, narrow] = await Promise.all(files);
    assert.ok(wide && narrow);
    assert.deepEqual(outcome.digest, sha256(Buffer.concat([sha256(wide), sha256(narrow)])));
  });

  it('[PHO-27] the reader gives the smallest variant that is wide enough, else the largest', async () => {
    const { reader, send } = house();
    await send();
    const widths: [asked: number | undefined, given: number][] = [
      [1, 320],
      [320, 320],
      [321, 640],
      [9_999, 640],
      [undefined, 640],
    ];
    for (const [asked, given] of widths)
      assert.equal((await reader.open(grantTo('read'), 'p1', asked))?.width, given);
  });

  it('[PHO-27] a store that fails leaves no object, no row and no key', async () => {
    let puts = 0;
    const second = async (key: string, body: Uint8Array) => {
      puts += 1;
      if (puts === 2) throw new StoreError('cut off');
      await files.put(key, body);
    };
    const { keys, reader, send } = house({ objects: faulty({ put: second }) });
    refusedWith('store_unavailable', await send());
    assert.deepEqual([await states(), keys.all.size, await storedFiles()], [[], 0, []]);
    assert.equal(await reader.open(grantTo('read'), 'p1'), undefined);
    // Trying again is what the caller is told to do, and works.
    assert.ok((await send()).ok);
  });

  it('[PHO-27] a full disk has its own code', async () => {
    const put = async () => {
      throw new StoreError('no', { cause: Object.assign(new Error('full'), { code: 'ENOSPC' }) });
    };
    refusedWith('storage_full', await house({ objects: faulty({ put }) }).send());
  });

  it('[PHO-27] when nothing can be deleted either, the key is gone and the rest is removed later', async () => {
    let broken = true;
    const objects = faulty({
      async put(key, body) {
        await files.put(key, body);
        throw new StoreError('stored, but the answer was lost');
      },
      async delete(key) {
        if (broken) throw new StoreError('still down');
        await files.delete(key);
      },
    });
    const { keys, intake, send } = house({ objects });
    refusedWith('store_unavailable', await send());
    assert.equal(keys.all.size, 0);
    assert.equal((await storedFiles()).length, 2);
    broken = false;
    await intake.resume();
    assert.deepEqual([await states(), await storedFiles()], [[], []]);
  });

  it('[PHO-27] a fault that is not the store’s is thrown, and leaves nothing either', async () => {
    const rows = createMediaRows(main.database);
    const failing = { ...rows, setState: async () => Promise.reject(new Error('database gone')) };
    const { keys, send } = house({ rows: failing });
    await assert.rejects(send(), /database gone/);
    assert.deepEqual([await states(), keys.all.size, await storedFiles()], [[], 0, []]);
  });

  it('[PHO-27] a picture that is refused makes no key', async () => {
    const { keys, send } = house();
    refusedWith('picture_heic', await send('p1', pictures.heif('heic')));
    refusedWith('picture_broken', await send('p1', pictures.truncated(photo)));
    assert.deepEqual([await states(), keys.all.size], [[], 0]);
  });

  it('[PHO-28] the same id again, at once or later, is the same picture stored once', async () => {
    const { keys, send } = house();
    const [one, two] = await Promise.all([send(), send()]);
    const three = await send();
    assert.ok(one.ok);
    assert.deepEqual(two, one);
    assert.deepEqual(three, one);
    assert.deepEqual(
      [await states(), keys.all.size, (await storedFiles()).length],
      [['stored', 'stored'], 1, 2],
    );
    assert.ok((await send('p2')).ok);
    assert.equal(keys.all.size, 2);
  });

  it('[PHO-28] what a killed server left half stored is removed and stored afresh', async () => {
    const { rows, keys, reader, send } = house();
    await send();
    await rows.setState(['object-1', 'object-2'], 'pending');
    assert.equal(await reader.open(grantTo('read'), 'p1'), undefined);
    const again = await send();
    assert.ok(again.ok);
    assert.deepEqual(
      again.variants.map(({ id }) => id),
      ['object-3', 'object-4'],
    );
    assert.deepEqual([[...keys.all.keys()], (await storedFiles()).length], [['key-2'], 2]);
  });

  it('[HLD-10] the same id again shields what was stored by a server that died before it could', async () => {
    let held: Held = NOTHING_HELD;
    const shielded: string[] = [];
    const hold = async (key: string) => void shielded.push(key);
    const { send } = house({ heldOf: () => held, objects: faulty({ hold }) });
    await send();
    assert.deepEqual(shielded, []);
    held = { all: true, photos: new Set() };
    assert.ok((await send()).ok);
    assert.deepEqual(shielded.toSorted(), ['lmt/s1/object-1', 'lmt/s1/object-2']);
  });

  it('[PHO-29] erasing destroys the key and the objects, and the id stays erased', async () => {
    const { keys, intake, reader, send } = house();
    await send();
    assert.equal(await intake.erase('s1', 'p1'), 'complete');
    assert.deepEqual([keys.all.size, await storedFiles()], [0, []]);
    assert.deepEqual(await states(), ['erased', 'erased']);
    assert.equal(await reader.open(grantTo('read'), 'p1'), undefined);
    assert.equal(await intake.erase('s1', 'p1'), 'complete');
    refusedWith('photo_gone', await send());
  });

  it('[PHO-29] erasing survives a store that is down: the key goes at once, the bytes when it is back', async () => {
    let broken = true;
    const down = async (key: string) => (broken ? Promise.reject(new StoreError('down')) : files.delete(key));
    const { keys, intake, reader, send } = house({ objects: faulty({ delete: down }) });
    await send();
    assert.equal(await intake.erase('s1', 'p1'), 'objects-left');
    assert.equal(keys.all.size, 0);
    assert.equal(await reader.open(grantTo('read'), 'p1'), undefined);
    refusedWith('photo_gone', await send());
    broken = false;
    await intake.resume();
    assert.deepEqual([await storedFiles(), await states()], [[], ['erased', 'erased']]);
  });

  it('[PHO-29] a discarded picture is as if never sent', async () => {
    const { keys, intake, send } = house();
    await send();
    assert.equal(await intake.discard('s1', 'p1'), 'complete');
    assert.deepEqual([await states(), keys.all.size, await storedFiles()], [[], 0, []]);
    assert.ok((await send()).ok);
  });

  it('[PHO-30] a grant opens its own session’s pictures of its own kind, for its own access', async () => {
    const { intake, reader, send } = house();
    await send();
    assert.equal(await reader.open(grantTo('read', 'photo', 's2'), 'p1'), undefined);
    await assert.rejects(reader.open(grantTo('write'), 'p1'), /does not cover/);
    await assert.rejects(reader.open(grantTo('read', 'shown'), 'p1'), /does not cover/);
    const picture = { media: 'p3', kind: 'photo', bytes: photo, widths: [] } as const;
    assert.throws(() => intake.store(grantTo('read'), picture), /does not cover/);
    assert.throws(() => intake.store(grantTo('write', 'shown'), picture), /does not cover/);
  });

  it('[PHO-20] bytes changed in the store are found when they are read', async () => {
    const { reader, send } = house();
    await send();
    const [one, other] = [await files.get('lmt/s1/object-1'), await files.get('lmt/s1/object-2')];
    assert.ok(one && other);
    await files.put('lmt/s1/object-1', other);
    await assert.rejects(reader.open(grantTo('read'), 'p1', 640), SealError);
    one[one.length - 30] = (one[one.length - 30] ?? 0) ^ 1;
    await files.put('lmt/s1/object-1', one);
    await assert.rejects(reader.open(grantTo('read'), 'p1', 640), SealError);
  });
});

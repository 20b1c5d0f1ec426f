import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { pruneKeyBackups, restoreBackup, takeBackup } from '../../server/adapters/local-backup.ts';
import { openKeyStore } from '../../server/adapters/sqlite/key-store.ts';
import { ensureTombstones, openTombstones, tombstonePlace } from '../../server/adapters/tombstones-file.ts';
import { withTombstones } from '../../server/ledger/tombstones.ts';

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 10, 21, 9);

describe('backups of the key store', () => {
  let folder: string;
  let list: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zvana-key-backups-'));
    list = join(folder, 'list');
    ensureTombstones(list);
    await backUp();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  let made: string;
  const dataDir = () => join(folder, 'data');
  async function settings(now: number) {
    return { kind: 'keys', dataDir: dataDir(), place: await tombstonePlace(list), now } as const;
  }
  async function backUp(): Promise<void> {
    mkdirSync(join(dataDir(), 'keys'), { recursive: true });
    const store = openKeyStore(join(dataDir(), 'keys', 'keys.sqlite'));
    await store.put([{ id: 'session:1', controller: 'lmt', wrapped: new Uint8Array(60) }]);
    made = (await takeBackup(await settings(NOW), join(folder, 'target'))).folder;
    store.close();
  }
  const restore = async (now: number) =>
    restoreBackup({ ...(await settings(now)), mustOpen: async () => {} }, made);

  it('[BAK-4] can be restored for seven days, and not a moment longer', async () => {
    await restore(NOW + 7 * DAY);
    await assert.rejects(restore(NOW + 7 * DAY + 1), /older than 7 days/);
  });

  it('[BAK-4] are deleted after seven days', async () => {
    assert.deepEqual(await pruneKeyBackups(join(folder, 'target'), NOW + 7 * DAY), []);
    assert.ok(existsSync(made));
    assert.equal((await pruneKeyBackups(join(folder, 'target'), NOW + 7 * DAY + 1)).length, 1);
    assert.equal(existsSync(made), false);
  });

  it('[BAK-4] from the future are refused', async () => {
    await assert.rejects(restore(NOW - DAY), /check the clock/);
  });

  it('[BAK-7] are refused with the list of another installation, or one that was cut', async () => {
    const file = join(list, 'tombstones.log');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replace(/[0-9a-f]{12}\n/, '000000000000\n'));
    await assert.rejects(restore(NOW), /of another installation/);
    writeFileSync(file, `${whole}1 session:0\n`);
    const again = await takeBackup(await settings(NOW + 1), join(folder, 'target'));
    writeFileSync(file, whole);
    made = again.folder;
    await assert.rejects(restore(NOW + 1), /shorter than/);
  });

  it('[BAK-3] a key stands on the list before it is destroyed, and not at all when the list cannot be written', async () => {
    const told: string[] = [];
    const plain = {
      put: async () => {},
      get: async () => undefined,
      below: async () => [],
      destroy: async (ids: readonly string[]) => void told.push(`destroy ${ids}`),
    };
    const append = async (ids: readonly string[]) => void told.push(`list ${ids}`);
    await withTombstones(plain, { append }).destroy(['session:1']);
    assert.deepEqual(told, ['list session:1', 'destroy session:1']);
    const full = { append: () => Promise.reject(new Error('no space')) };
    await assert.rejects(withTombstones(plain, full).destroy(['session:2']), /no space/);
    assert.equal(told.length, 2);
  });

  it('[BAK-3] what a power cut left of a line is dropped; a damaged line is named', async () => {
    const file = join(list, 'tombstones.log');
    appendFileSync(file, '17 session:cu');
    const opened = await openTombstones(list, { now: () => NOW });
    await opened.append(['session:1', 'object:2']);
    assert.deepEqual(await Array.fromAsync(opened.keys()), ['session:1', 'object:2']);
    await opened.close();
    appendFileSync(file, 'nonsense\n1 session:3\n');
    const damaged = await openTombstones(list, { now: () => NOW });
    await assert.rejects(Array.fromAsync(damaged.keys()), /line 4 is damaged/);
    await damaged.close();
  });
});

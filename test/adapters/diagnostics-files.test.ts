import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openDiagnosticFiles } from '../../server/adapters/diagnostics-files.ts';

const NUMBER = '+37126000001';
const READING = {
  takenAt: '2026-11-20T10:00:00Z',
  usage: { megabytes: 500, minutes: 12 },
  router: { model: 'Test 5G', online: false, signalBars: 0, upHours: 3 },
};

describe('line data from files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diagnostics-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const clock = { now: () => 42 };
  const write = (content: unknown) => writeFile(join(folder, 'lmt.json'), JSON.stringify(content));

  it('[CAR-14] has the reading of a number, of its controller alone, as it is now', async () => {
    const diagnostics = openDiagnosticFiles(folder, 'nothing', clock);
    await write({ [NUMBER]: READING });
    assert.deepEqual(await diagnostics.of('lmt', NUMBER), {
      ...READING,
      takenAt: Date.UTC(2026, 10, 20, 10),
    });
    assert.equal(await diagnostics.of('lmt', '+37126000002'), undefined);
    assert.equal(await diagnostics.of('amigo', NUMBER), undefined);
    await write({ [NUMBER]: { ...READING, usage: { megabytes: 600, minutes: 13 } } });
    assert.equal((await diagnostics.of('lmt', NUMBER))?.usage.megabytes, 600);
  });

  it('[CAR-14] a demo without a file shows a sample, production nothing', async () => {
    const sample = await openDiagnosticFiles(folder, 'sample', clock).of('lmt', NUMBER);
    assert.equal(sample?.takenAt, 42);
    assert.match(sample?.router?.model ?? '', /^Sample/);
    assert.equal(await openDiagnosticFiles(folder, 'nothing', clock).of('lmt', NUMBER), undefined);
  });

  it('[CAR-14] a malformed file is an error that names the file and no number', async () => {
    const diagnostics = openDiagnosticFiles(folder, 'nothing', clock);
    for (const wrong of [
      { [NUMBER]: { ...READING, router: { ...READING.router, signalBars: 7 } } },
      { [NUMBER]: { ...READING, calls: ['+37120000000'] } },
      { '26000001': READING },
    ]) {
      await write(wrong);
      await assert.rejects(diagnostics.of('lmt', NUMBER), (error: Error) => {
        assert.match(error.message, /lmt\.json/);
        assert.doesNotMatch(error.message, /2600000|2000000/);
        return true;
      });
    }
  });
});

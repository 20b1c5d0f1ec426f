import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { again, inDataDirectory, removeAll, verifyCommand } from '../ledger/support.ts';
import { json, signIn } from '../support/call.ts';

const NUMBER = '+37120000051';

function ops(
  dataDir: string,
  ...args: string[]
): Promise<{ readonly code: unknown; readonly output: string }> {
  const program = join(import.meta.dirname, '..', '..', 'server', 'ops', 'main.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, DATA_DIR: dataDir } },
      (error, output, errors) => resolve({ code: error === null ? 0 : error.code, output: output + errors }),
    );
  });
}

/** Two purposes given and one taken back, by a real server that has stopped since. */
function withConsents(): Promise<string> {
  return inDataDirectory(async ({ address }) => {
    const { visitor } = await signIn(address);
    for (const [change, purpose] of [
      ['given', 'metadata'],
      ['given', 'location'],
      ['withdrawn', 'location'],
    ]) {
      const wish = {
        id: randomUUID(),
        number: NUMBER,
        change,
        purpose,
        version: '2',
        language: 'lv',
        method: 'phone',
        reason: 'asked for it',
        read: true,
      };
      await json(await visitor.post('/api/consents/record', wish), 201);
    }
  });
}

describe('consents at the terminal', () => {
  afterEach(removeAll);

  it('[CON-49] rebuild-consents finds nothing to do where nothing is wrong', async () => {
    const { code, output } = await ops(await withConsents(), 'rebuild-consents');
    assert.deepEqual(
      [code, output.trim().split('\n').at(-1)],
      [0, 'The register says what its records say.'],
    );
  });

  it('[CON-49] writes anew what was changed, lost or made up, and tells how much', async () => {
    const dataDir = await withConsents();
    const database = new DatabaseSync(join(dataDir, 'main.sqlite'));
    const rows = () =>
      database.prepare('SELECT purpose, state, version, record FROM consent_standing ORDER BY purpose').all();
    const before = rows();
    assert.equal(before.length, 2);
    database.exec(`
      UPDATE consent_standing SET state = 'in-force' WHERE purpose = 'location';
      DELETE FROM consent_standing WHERE purpose = 'metadata';
      INSERT INTO consent_standing VALUES ('lmt', 'nobody', 'offers', 'sms', 'in-force', '2', 'none', 1, NULL);
    `);
    const { code, output } = await ops(dataDir, 'rebuild-consents');
    assert.equal(code, 0, output);
    assert.match(output, /^1 subjects read from their records; 1 had rows that said something else/m);
    assert.match(output, /^1 rows had no subject behind them/m);
    assert.deepEqual(rows(), before);
    database.close();
  });

  it('[CON-49] refuses beside a running server', async () => {
    const dataDir = await withConsents();
    await again(dataDir, async () => {
      const { code, output } = await ops(dataDir, 'rebuild-consents');
      assert.equal(code, 1, output);
    });
  });

  it('[CON-61] verify, and rotate-keys wraps their keys anew, and they open as before', async () => {
    const dataDir = await withConsents();
    const sound = await verifyCommand(dataDir);
    assert.equal(sound.code, 0, sound.output);
    assert.match(sound.output, /\d entries opened/);
    const rotated = await ops(dataDir, 'rotate-keys', 'lmt');
    assert.equal(rotated.code, 0, rotated.output);
    assert.equal((await verifyCommand(dataDir)).code, 0);
    await again(dataDir, async ({ address }) => {
      const { visitor } = await signIn(address, 'ilze@lmt');
      const found = await json<{ holders: { records: unknown[] }[] }>(
        await visitor.post('/api/review/consents/find', { number: NUMBER }),
      );
      assert.equal(found.holders[0]?.records.length, 3);
    });
  });
});

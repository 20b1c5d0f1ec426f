import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createVisitor, json, type PlayedCall, playToMatch, signIn } from '../support/call.ts';
import { jpeg } from '../support/pictures.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const SERVER = join(import.meta.dirname, '..', '..', 'server');

async function run(program: string, args: readonly string[], dataDir: string) {
  const child = spawn(process.execPath, [join(SERVER, program), ...args], { env: { DATA_DIR: dataDir } });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, output, errors };
}

describe('backup and restore', () => {
  let server: ServerProcess;
  let backups: string;
  let call: PlayedCall;
  beforeEach(async () => {
    server = await startServer();
    backups = await mkdtemp(join(tmpdir(), 'zvana-backups-'));
    call = await playToMatch(server.address);
  });
  afterEach(async () => {
    call.close();
    await server.dispose();
    await rm(backups, { recursive: true, force: true });
  });

  const ops = (...args: string[]) => run('ops/main.ts', args, server.dataDir);
  async function must(...args: string[]): Promise<string> {
    const { code, output, errors } = await ops(...args);
    assert.equal(code, 0, errors);
    return output;
  }
  async function newest(target: string): Promise<string> {
    const names = (await readdir(join(backups, target))).filter((name) => name.startsWith('2'));
    return join(backups, target, names.sort().at(-1) ?? '');
  }
  async function share(of: PlayedCall, photo: string): Promise<void> {
    const { reminder } = await json<{ reminder: string }>(await of.callerVisitor.get('/api/caller'));
    const headers = { 'x-confirmed': reminder };
    const sent = await of.callerVisitor.upload(`/api/caller/photos/${photo}`, await jpeg(400, 300), headers);
    assert.ok(sent.ok, await sent.text());
  }
  const note = async (of: PlayedCall) =>
    (await of.agentVisitor.get(`/api/sessions/${of.session}/note`)).status;
  /** Of this session alone: the other one's call is not over. */
  async function eraseSession(of: PlayedCall): Promise<void> {
    await of.agent.must({ type: 'EndSession' });
    of.close();
    const step = { step: 'quarter' };
    assert.equal((await of.agentVisitor.post('/demo/api/advance', step)).status, 200);
  }
  const photo = async (of: PlayedCall, id: string) =>
    (await of.agentVisitor.get(`/api/sessions/${of.session}/media/${id}`)).status;

  async function backUpBoth(): Promise<void> {
    await must('backup', 'database', join(backups, 'database'));
    await must('backup', 'keys', join(backups, 'keys'));
  }
  async function restoreBoth(): Promise<void> {
    await must('restore', 'database', await newest('database'));
    await must('restore', 'keys', await newest('keys'));
  }

  it('[BAK-1] [BAK-6] after a restore nothing that was erased can be opened, and the rest still can', async () => {
    await share(call, 'photo-kept');
    await share(call, 'photo-gone');
    assert.equal(await photo(call, 'photo-gone'), 200);
    const other = await playToMatch(server.address);
    await share(other, 'photo-other');
    await backUpBoth();

    await call.caller.must({ type: 'TakeBackPhoto', photo: 'photo-gone' });
    await eraseSession(other);
    await server.stop();
    await restoreBoth();
    // Back in the time of the backup nothing is due: only the list of destroyed keys tells what was erased.
    await rm(join(server.dataDir, 'demo-clock.json'));
    server = await server.restart();

    assert.equal(await photo(call, 'photo-gone'), 410);
    assert.equal(await photo(call, 'photo-kept'), 200);
    assert.equal(await photo(other, 'photo-other'), 410);
    assert.equal(await note(other), 410);
    assert.equal(await note(call), 200);
    await server.stop();
    const verified = await run('ledger/cli.ts', ['verify'], server.dataDir);
    assert.equal(verified.code, 0, verified.output);
  });

  it('[BAK-7] a restored server without the list of destroyed keys does not start, and names the list', async () => {
    await backUpBoth();
    await server.stop();
    await restoreBoth();
    const list = join(server.dataDir, 'checkpoints', 'tombstones.log');
    await rename(list, `${list}.away`);
    await assert.rejects(server.restart(), /tombstones\.log is missing/);
    const without = await ops('restore', 'keys', await newest('keys'));
    assert.equal(without.code, 1);
    assert.match(without.errors, /tombstones\.log is missing/);
    await rename(`${list}.away`, list);
    server = await server.restart();
    assert.equal((await signIn(server.address)).me.login, 'anna@lmt');
    assert.ok(createVisitor(server.address));
  });

  it('[BAK-12] [CHK-20] an older database goes on under new checkpoints, and the verifier says what was lost', async () => {
    call.close();
    // A server that stops signs for everything.
    await server.stop();
    server = await server.restart();
    await backUpBoth();
    const lost = await playToMatch(server.address);
    lost.close();
    await server.stop();
    await restoreBoth();
    server = await server.restart();
    const again = await playToMatch(server.address);
    again.close();
    await server.stop();
    const sink = join(server.dataDir, 'checkpoints', 'lmt.checkpoints');
    const file = join(backups, 'lmt.export');
    await must('export', 'lmt', file);
    const key = (await must('keys', 'public', 'lmt')).trim();
    const args = ['verify', file, '--key', key, '--checkpoint', sink];
    const verified = await run('ledger/cli.ts', args, server.dataDir);
    assert.equal(verified.code, 0, verified.output);
    assert.match(
      verified.output,
      /^RESTORED on \S+: a database with \d+ leaves was put in place; [1-9]\d* that/m,
    );
    // Without the line that tells of the restore the same log is a fault: nothing is taken back in silence.
    const lines = (await readFile(sink, 'utf8')).split('\n');
    const silent = join(backups, 'silent.checkpoints');
    await writeFile(silent, lines.filter((line) => !line.startsWith('zvana-restored')).join('\n'));
    const told = await run('ledger/cli.ts', [...args.slice(0, -1), silent], server.dataDir);
    assert.equal(told.code, 1, told.output);
    const whole = await run('ledger/cli.ts', ['verify'], server.dataDir);
    assert.equal(whole.code, 0, whole.output);
  });

  it('[LED-22] of a database restored alone, the list of destroyed keys accounts for what is gone', async () => {
    await share(call, 'photo-gone');
    const other = await playToMatch(server.address);
    await share(other, 'photo-other');
    await must('backup', 'database', join(backups, 'database'));
    await call.caller.must({ type: 'TakeBackPhoto', photo: 'photo-gone' });
    await eraseSession(other);
    await server.stop();
    await must('restore', 'database', await newest('database'));
    await rm(join(server.dataDir, 'demo-clock.json'));
    server = await server.restart();
    await server.stop();
    const verified = await run('ledger/cli.ts', ['verify'], server.dataDir);
    assert.equal(verified.code, 0, verified.output);
    // The list is what says so: without it the same data are at fault.
    const list = join(server.dataDir, 'checkpoints', 'tombstones.log');
    const [head] = (await readFile(list, 'utf8')).split('\n');
    await writeFile(list, `${head}\n`);
    const without = await run('ledger/cli.ts', ['verify'], server.dataDir);
    assert.equal(without.code, 1, without.output);
    assert.match(without.output, /its key is gone, and no entry tells of an erasure/);
    // And a server notices that its list was cut, by name.
    await assert.rejects(server.restart(), /list of destroyed keys in CHECKPOINT_DIR is cut/);
  });

  it('[BAK-13] a list that is gone stops the next start; a new one is begun on purpose only', async () => {
    await backUpBoth();
    await server.stop();
    await rm(join(server.dataDir, 'checkpoints', 'tombstones.log'));
    await assert.rejects(server.restart(), /tombstones\.log is missing/);
    await must('list', 'new');
    const twice = await ops('list', 'new');
    assert.match(twice.errors, /only a lost one is begun anew/);
    server = await server.restart();
    await server.stop();
    const old = await ops('restore', 'keys', await newest('keys'));
    assert.equal(old.code, 1);
    assert.match(old.errors, /of another installation/);
  });

  it('[HLD-20] a hold set after the backup is in force after a restore, and one lifted after it is not', async () => {
    const [ilze, liga] = [await signIn(server.address, 'ilze@lmt'), await signIn(server.address, 'liga@lmt')];
    const holdOn = async (session: string) => {
      const asked = { session, reason: 'a claim is expected' };
      const { id } = await json<{ id: string }>(await ilze.visitor.post('/api/review/holds', asked), 201);
      await json(await liga.visitor.post(`/api/review/holds/${id}/approve`, {}));
      return id;
    };
    const other = await playToMatch(server.address);
    other.close();
    const lifted = await holdOn(other.session);
    await backUpBoth();
    const set = await holdOn(call.session);
    await json(await ilze.visitor.post(`/api/review/holds/${lifted}/lift`, { reason: 'settled' }));
    await json(await liga.visitor.post(`/api/review/holds/${lifted}/approve-lift`, {}));
    await server.stop();
    await restoreBoth();
    server = await server.restart();
    const again = await signIn(server.address, 'ilze@lmt');
    type Row = { readonly id: string; readonly state: string; readonly session: string };
    const rows = await json<readonly Row[]>(await again.visitor.get('/api/review/holds'));
    const states = new Map(rows.map(({ id, state }) => [id, state]));
    assert.equal(states.get(set), 'in-force');
    assert.equal(states.get(lifted), 'lifted');
  });

  it('[BAK-2] database and key store are never put together', async () => {
    await must('backup', 'database', join(backups, 'one'));
    for (const target of ['one', join('one', 'below')]) {
      const refused = await ops('backup', 'keys', join(backups, target));
      assert.equal(refused.code, 1);
      assert.match(refused.errors, /must never lie together/);
    }
    const above = await ops('backup', 'keys', backups);
    assert.match(above.errors, /must never lie together/);
    const inside = await ops('backup', 'keys', join(server.dataDir, 'backups'));
    assert.match(inside.errors, /lies in the data directory/);
  });

  it('[BAK-5] a restore while the server runs is refused', async () => {
    await backUpBoth();
    const refused = await ops('restore', 'keys', await newest('keys'));
    assert.equal(refused.code, 1);
    assert.match(refused.errors, /already using/);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { json, type PlayedCall, playToMatch, signIn, type Visitor } from '../support/call.ts';
import { DAY, type Harness, HOUR, MINUTE, startHarness } from '../support/harness.ts';

interface Figures {
  readonly streams: number;
  readonly entries: number;
  readonly faults: number;
  readonly named: readonly string[];
  readonly uncoveredEntries: number;
}
interface Line {
  readonly id: string;
  readonly state: string;
  readonly by?: string;
  readonly figures?: Figures;
}
interface Health {
  readonly checkpoint?: { readonly at: number; readonly size: number };
  readonly uncoveredSince?: number;
  readonly publicKey: string;
  readonly verifications: readonly Line[];
}

const VERIFIER = join(import.meta.dirname, '..', '..', 'server', 'ledger', 'verifier.ts');
const run = promisify(execFile);

describe('the ledger, for its reviewer', function () {
  this.timeout(30_000);
  let harness: Harness;
  let call: PlayedCall;
  let ilze: Visitor;
  let amigo: Visitor;
  let folder: string;
  before(async () => {
    harness = await startHarness({ verifies: true });
    call = await playToMatch(harness.address);
    await call.agent.must({ type: 'ShowNote', text: 'Turn it off and on' });
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    amigo = (await signIn(harness.address, 'ilze@amigo')).visitor;
    await harness.clock.pass(MINUTE);
    folder = await mkdtemp(join(tmpdir(), 'zvana-proof-'));
  });
  after(async () => {
    call.close();
    await harness.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const healthOf = async (who: Visitor) => json<Health>(await who.get('/api/review/ledger'));
  /** Asks until the newest verification has come to an end: it is another process that works. */
  async function finished(who: Visitor): Promise<Line> {
    for (;;) {
      const [line] = (await healthOf(who)).verifications;
      if (line && line.state !== 'under-way') return line;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function verify(who: Visitor): Promise<Line> {
    await json(await who.post('/api/review/ledger/verify', {}), 202);
    return finished(who);
  }
  /** Counted by hand, of the rows as they lie there. */
  async function lie(controller: string) {
    const streams = await harness.database
      .selectFrom('stream')
      .select(['id', 'seq'])
      .where('controller', '=', controller)
      .execute();
    return { streams: streams.length, entries: streams.reduce((sum, { seq }) => sum + seq, 0) };
  }

  it('[LED-24] tells of the newest checkpoint, and since when something is not covered', async () => {
    const covered = await healthOf(ilze);
    assert.equal(covered.uncoveredSince, undefined);
    assert.equal(covered.checkpoint?.at, harness.clock.now());
    await call.agent.must({ type: 'ShowNote', text: 'and again' });
    const open = await healthOf(ilze);
    assert.equal(open.uncoveredSince, harness.clock.now());
    assert.equal((await healthOf(amigo)).uncoveredSince, undefined);
    await harness.clock.pass(30_000);
    assert.equal((await healthOf(ilze)).uncoveredSince, undefined);
  });

  it('[LED-23] a reviewer has their own controller verified, and no other one shows in the figures', async () => {
    const expected = await lie('lmt');
    const line = await verify(ilze);
    assert.equal(line.state, 'healthy', JSON.stringify(line));
    assert.equal(line.by, 'Ilze Liepiņa');
    assert.deepEqual({ streams: line.figures?.streams, entries: line.figures?.entries }, expected);
    assert.deepEqual(line.figures?.named, []);
    const events = await harness.database
      .selectFrom('controller_entry')
      .select(['controller', 'type'])
      .where('type', '=', 'LedgerVerified')
      .execute();
    assert.deepEqual(
      events.map(({ controller }) => controller),
      ['lmt'],
    );
    assert.deepEqual((await healthOf(amigo)).verifications, []);
  });

  it('[LED-23] one at a time: a second is refused while the first is under way', async () => {
    const [one, other] = await Promise.all([
      ilze.post('/api/review/ledger/verify', {}),
      ilze.post('/api/review/ledger/verify', {}),
    ]);
    assert.deepEqual([one.status, other.status].sort(), [202, 409]);
    await finished(ilze);
    const agent = (await signIn(harness.address, 'anna@lmt')).visitor;
    assert.equal((await agent.post('/api/review/ledger/verify', {})).status, 403);
    assert.equal((await agent.get('/api/review/ledger')).status, 403);
  });

  it('[CHK-21] a proof of an entry, and one of growth, hold by the public key alone', async () => {
    const { publicKey } = await healthOf(ilze);
    const get = async (path: string) => (await ilze.get(path)).text();
    const check = async (text: string, key = publicKey) => {
      const file = join(folder, 'proof.json');
      await writeFile(file, text);
      return run(process.execPath, [VERIFIER, 'verify-proof', file, '--key', key]).then(
        ({ stdout }) => stdout,
        (error: { code: number; stdout: string }) => `${error.code} ${error.stdout}`,
      );
    };
    const proof = await get(`/api/review/ledger/proof?session=${call.session}&seq=2`);
    assert.match(await check(proof), new RegExp(`^Proved for lmt: entry 2 of session:${call.session} `));
    const sizes = await json<readonly { size: number }[]>(
      await ilze.get('/api/review/ledger/checkpoints.json'),
    );
    const [newer, older] = [sizes[0]?.size ?? 0, sizes.at(-1)?.size ?? 0];
    assert.ok(newer > older && older > 0, `${older} ${newer}`);
    const growth = await get(`/api/review/ledger/consistency?older=${older}&newer=${newer}`);
    assert.match(await check(growth), new RegExp(`with ${newer} leaves begins with all ${older} `));

    // Whatever is changed in one, it no longer holds; nor with another controller's key.
    const other = (await healthOf(amigo)).publicKey;
    assert.match(await check(proof, other), /^1 FAULT/);
    for (const [from, to] of [
      [/"agent"/, '"caller"'],
      [/"previous":"(..)/, '"previous":"00'],
      [/"path":\["(.)/, '"path":["/'],
      [/(zvana-checkpoint\/1 lmt) \d+/, '$1 1'],
    ] as const) {
      const changed = proof.replace(from, to);
      if (changed !== proof) assert.match(await check(changed), /^1 FAULT/, String(from));
    }
    assert.match(await check(growth.replace(`lmt ${older} `, `lmt ${older + 1} `)), /^1 FAULT/);
    assert.match(await check('{}'), /^1 FAULT/);
  });

  it('[CHK-21] of another controller’s session, or of what no checkpoint covers, there is no proof', async () => {
    assert.equal((await amigo.get(`/api/review/ledger/proof?session=${call.session}&seq=1`)).status, 404);
    assert.equal((await ilze.get(`/api/review/ledger/proof?session=${call.session}&seq=900`)).status, 404);
    assert.equal((await ilze.get('/api/review/ledger/consistency?older=1&newer=900000')).status, 404);
  });

  it('[CHK-22] the export and the checkpoints, taken apart, verify outside', async () => {
    await harness.clock.pass(MINUTE);
    const { publicKey } = await healthOf(ilze);
    const [file, sink] = [join(folder, 'lmt.export'), join(folder, 'lmt.checkpoints')];
    await writeFile(sink, await (await ilze.get('/api/review/ledger/checkpoints')).text());
    await writeFile(file, await (await ilze.get('/api/review/ledger/export')).text());
    const { stdout } = await run(process.execPath, [
      VERIFIER,
      file,
      '--key',
      publicKey,
      '--checkpoint',
      sink,
    ]);
    const verdict: { ok: boolean; controller: string } = JSON.parse(
      stdout.trimEnd().split('\n').at(-1) ?? '',
    );
    assert.deepEqual([verdict.ok, verdict.controller], [true, 'lmt']);
    const told = harness.database.selectFrom('controller_entry').select('type');
    assert.ok(await told.where('type', '=', 'LedgerExported').executeTakeFirst());
  });

  it('[LED-25] what is wrong is found by the daily one, rings the alarm, and keeps nobody from being served', async () => {
    const ready = async () => {
      const response = await fetch(`${harness.address}/readyz`);
      const { alarms } = await json<{ alarms: Record<string, string> }>(response, 200);
      return alarms.ledger;
    };
    assert.equal(await ready(), 'ok');
    await harness.database
      .updateTable('entry')
      .set({ role: 'caller' })
      .where('stream', '=', `session:${call.session}`)
      .where('seq', '=', 3)
      .execute();
    await harness.clock.pass(DAY + HOUR);
    // Who signed in yesterday is signed out.
    ilze = (await signIn(harness.address, 'ilze@lmt')).visitor;
    amigo = (await signIn(harness.address, 'ilze@amigo')).visitor;
    const line = await finished(ilze);
    assert.equal(line.state, 'faults');
    assert.equal(line.by, undefined);
    assert.ok(
      line.figures?.named.some((name) => name.includes(`session:${call.session}, entry 3`)),
      String(line.figures?.named),
    );
    assert.equal(await ready(), 'failed');
    assert.ok(harness.faults.some((fault) => JSON.stringify(fault).includes('"controller":"lmt"')));
    // Of a controller that nothing was ever written for there is nothing to verify.
    assert.deepEqual((await healthOf(amigo)).verifications, []);
  });
});

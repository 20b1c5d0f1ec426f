import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpointFolder } from '../../server/adapters/checkpoints-folder.ts';
import { addLocalKeys, KeyFileError, openLocalKeys } from '../../server/adapters/local-keys.ts';
import { checkpointLine, hashOfLeaf, readCheckpoint, signedBytes } from '../../server/ledger/checkpoint.ts';

const ROOT = new Uint8Array(32).fill(255);
const CHECKPOINT = { controller: 'lmt', size: 12, root: ROOT, at: 1_795_000_000_000 };
const TEXT = 'zvana-checkpoint/1 lmt 12 //////////////////////////////////////////8= 1795000000000';
const SIGNATURE = new Uint8Array(64);
const LINE = `${TEXT} ${'A'.repeat(86)}==`;

describe('a checkpoint', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zvana-checkpoint-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('[CHK-5] is one line of text, and signed is everything before the signature', () => {
    assert.equal(Buffer.from(signedBytes(CHECKPOINT)).toString(), TEXT);
    assert.equal(Buffer.from(checkpointLine(CHECKPOINT, SIGNATURE)).toString(), `${LINE}\n`);
    const read = readCheckpoint(LINE);
    assert.deepEqual(read && { ...read, root: new Uint8Array(read.root) }, CHECKPOINT);
  });

  it('[CHK-5] can be written in no other way', () => {
    for (const other of [
      LINE.replace(' 12 ', ' 012 '),
      LINE.replace(' 12 ', '  12 '),
      LINE.replace(' 12 ', ' -1 '),
      LINE.replace(' 12 ', ' 1e1 '),
      LINE.replace('lmt', 'LMT'),
      LINE.replace('/1', '/2'),
      `${LINE} `,
      `${LINE}\n`,
      LINE.slice(0, -1),
      '',
    ]) {
      assert.equal(readCheckpoint(other), undefined, other);
    }
  });

  it('[CHK-5] a leaf is the hash of a JSON array: format, stream, sequence, head', () => {
    const head = Uint8Array.of(0xab, 0xcd);
    const expected = createHash('sha256').update('\0[1,"session:7",3,"abcd"]').digest('hex');
    assert.equal(Buffer.from(hashOfLeaf({ stream: 'session:7', seq: 3, head })).toString('hex'), expected);
  });

  it('[CHK-6] is signed with a key of the controller, whose public half is told', () => {
    const file = join(folder, 'keys.json');
    addLocalKeys(file, ['lmt', 'amigo']);
    const keys = openLocalKeys(file, ['lmt', 'amigo']);
    const message = signedBytes(CHECKPOINT);
    const signature = keys.sign('lmt', message);
    const by = (controller: string) => {
      const x = Buffer.from(keys.publicKey(controller)).toString('base64url');
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      return verify(null, message, key, signature);
    };
    assert.equal(by('lmt'), true);
    assert.equal(by('amigo'), false);
  });

  it('[CHK-6] a key file of an older release gets a signing key, and keeps the others', () => {
    const file = join(folder, 'keys.json');
    addLocalKeys(file, ['lmt']);
    const { version, controllers } = JSON.parse(readFileSync(file, 'utf8'));
    const { wrap, lookup } = controllers.lmt;
    writeFileSync(file, JSON.stringify({ version, controllers: { lmt: { wrap, lookup } } }));
    assert.throws(
      () => openLocalKeys(file, ['lmt']),
      (error) => error instanceof KeyFileError && /lmt.*keys init/.test(error.message),
    );
    // Whoever only reads needs none.
    assert.equal(Buffer.from(openLocalKeys(file, []).lookupKey('lmt')).toString('base64'), lookup);
    assert.deepEqual(addLocalKeys(file, ['lmt']), ['lmt']);
    const now = JSON.parse(readFileSync(file, 'utf8')).controllers.lmt;
    assert.deepEqual([now.wrap, now.lookup], [wrap, lookup]);
    assert.equal(openLocalKeys(file, ['lmt']).sign('lmt', new Uint8Array(1)).length, 64);
    assert.deepEqual(addLocalKeys(file, ['lmt']), []);
  });

  it('[CHK-7] the sink only grows, and drops what a power cut left of a line', async () => {
    const [one, two] = [Buffer.from('first\n'), Buffer.from('second\n')];
    const sink = openCheckpointFolder(join(folder, 'sink'));
    assert.equal((await sink.read('lmt')).length, 0);
    await sink.append('lmt', one);
    const file = join(folder, 'sink', 'lmt.checkpoints');
    appendFileSync(file, 'seco');
    const again = openCheckpointFolder(join(folder, 'sink'));
    await again.append('lmt', two);
    assert.equal(Buffer.from(await again.read('lmt')).toString(), 'first\nsecond\n');
    assert.equal((await again.read('amigo')).length, 0);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o077, 0);
    await assert.rejects(again.append('../lmt', one), /another name/);
  });
});

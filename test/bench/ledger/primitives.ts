/**
 * What sealing and verifying cannot do without, and nothing else: AES-GCM, SHA-256, Ed25519 and INSERT calls of the
 * same sizes and number, each as its library is used in the plainest way, with as many transactions as the product
 * has that insert, and the sync of the sink's line. No stream's head is moved and no random number drawn.
 */
import {
  createCipheriv,
  createSecretKey,
  generateKeyPairSync,
  hash,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { migrate, openDatabase } from '../../../server/adapters/sqlite/connection.ts';
import { MAIN_MIGRATIONS } from '../../../server/adapters/sqlite/migrations.ts';
import { BATCH, type Size, STREAMS } from './product.ts';

const NONCE = randomBytes(12);
/** A leaf: stream, sequence and head as JSON. An inner node: two hashes and a byte. */
const LEAF = randomBytes(130);
const NODE = randomBytes(65);
const CHECKPOINT = randomBytes(90);
/** A checkpoint with its signature, in base64. */
const LINE = randomBytes(200);
const NO_OBJECT = new Uint8Array(0);
const STREAM = 'session:0193f6ae-9908-704d-a317-688dd1614f66';
const STAFF = '0193f6ae-9908-704d-a317-688dd1614f66';

export function openPrimitives(folder: string, sizes: readonly Size[]) {
  mkdirSync(folder);
  const database = openDatabase(join(folder, 'main.sqlite'));
  migrate(database, MAIN_MIGRATIONS);
  const sink = openSync(join(folder, 'sink'), 'a');
  const insertEntry = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)');
  const insertLeaf = database.prepare('INSERT INTO checkpoint_leaf VALUES (?, ?, ?, ?, ?)');
  const key = createSecretKey(randomBytes(32));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signature = sign(null, CHECKPOINT, privateKey);
  const samples = sizes.map(({ header, payload }) => ({
    header: randomBytes(header),
    payload: 'x'.repeat(payload),
    sealed: randomBytes(payload + 28),
    // Hash before, length of the header, header, nonce, ciphertext, tag.
    hashed: randomBytes(32 + 4 + header + payload + 28),
  }));
  let leaves = 0;

  function sealBatch(): void {
    database.exec('BEGIN IMMEDIATE');
    for (const { header, payload, sealed, hashed } of samples) {
      const cipher = createCipheriv('aes-256-gcm', key, NONCE).setAAD(header);
      cipher.update(payload, 'utf8');
      cipher.final();
      cipher.getAuthTag();
      const head = hash('sha256', hashed, 'buffer');
      insertEntry.run(STREAM, 1, Date.now(), 'StepTurned', 'agent', STAFF, NO_OBJECT, sealed, head, 1);
    }
    database.exec('COMMIT');
  }

  function checkpoint(): void {
    database.exec('BEGIN IMMEDIATE');
    for (let leaf = 0; leaf < STREAMS; leaf += 1) {
      insertLeaf.run('lmt', leaves, STREAM, 1, hash('sha256', LEAF, 'buffer'));
      hash('sha256', NODE, 'buffer');
      leaves += 1;
    }
    database.exec('COMMIT');
    sign(null, CHECKPOINT, privateKey);
    writeSync(sink, LINE);
    fsyncSync(sink);
  }

  return {
    seal(entries: number, checkpointEach: number): void {
      for (let done = 0; done < entries; ) {
        sealBatch();
        done += BATCH;
        if (done % checkpointEach === 0) checkpoint();
      }
    },
    verify(entries: number, checkpointEach: number): void {
      for (let done = 0; done < entries; ) {
        for (const { hashed } of samples) hash('sha256', hashed, 'hex');
        done += BATCH;
        if (done % checkpointEach !== 0) continue;
        for (let leaf = 0; leaf < STREAMS; leaf += 1) {
          hash('sha256', LEAF, 'buffer');
          hash('sha256', NODE, 'buffer');
        }
        verify(null, CHECKPOINT, publicKey, signature);
      }
    },
    close() {
      database.close();
      closeSync(sink);
    },
  };
}

/** A data directory that real calls were played in, and what the verifier says of it. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalKeys } from '../../server/adapters/local-keys.ts';
import { FileObjectStore } from '../../server/adapters/objects-files.ts';
import { openKeyEvidence, openMainEvidence } from '../../server/adapters/sqlite/evidence.ts';
import { type AuditCounts, audit } from '../../server/ledger/audit.ts';
import { type Finding, nameOf } from '../../server/ledger/findings.ts';
import { createKeys } from '../../server/ledger/keys.ts';
import { objectFault } from '../../server/media/check-object.ts';
import { objectKey, pictureDigest } from '../../server/media/objects.ts';
import { json, type PlayedCall, playToMatch } from '../support/call.ts';
import { jpeg } from '../support/pictures.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

export interface Verdict {
  readonly ok: boolean;
  readonly counts: AuditCounts;
  /** Names of what is at fault, `stream#sequence` for an entry, with the fault. */
  readonly faults: readonly string[];
}

/** Verifies in this process: the command line does the same, and is tested for itself. */
export async function verify(dataDir: string): Promise<Verdict> {
  const evidence = openMainEvidence(join(dataDir, 'main.sqlite'));
  const keyStore = openKeyEvidence(join(dataDir, 'keys', 'keys.sqlite'));
  try {
    const wrapper = openLocalKeys(join(dataDir, 'keys', 'controllers.json'), []);
    const findings: Finding[] = [];
    const counts = await audit({
      evidence,
      keys: createKeys(wrapper, keyStore, randomUUID),
      objects: FileObjectStore.reading(join(dataDir, 'objects')),
      objectKey,
      objectFault,
      pictureDigest,
      report: (finding) => findings.push(finding),
      destroyed: async () => new Set(),
    });
    const faults = findings.map((one) => `${nameOf(one)} ${'fault' in one ? one.fault : one.detail}`);
    return { ok: findings.length === 0, counts, faults };
  } finally {
    evidence.close();
    keyStore.close();
  }
}

export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly summary: { readonly ok: boolean; readonly faults: number; readonly named: readonly string[] };
}

const CLI = join(import.meta.dirname, '..', '..', 'server', 'ledger', 'cli.ts');

/** `npm run ledger -- verify`, without npm. Rejects with the exit code and messages when it could not verify. */
export function verifyCommand(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CLI, 'verify', dataDir], { env }, (error, output, errors) => {
      const code = error === null ? 0 : error.code;
      if (typeof code !== 'number') return reject(error);
      const last = output.trimEnd().split('\n').at(-1) ?? '';
      if (!last.startsWith('{')) return reject(new Error(`exit code ${code}: ${output}${errors}`));
      resolve({ code, output, summary: JSON.parse(last) });
    });
  });
}

const made: string[] = [];

export async function inDataDirectory(play: (server: ServerProcess) => Promise<void>): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zvana-ledger-'));
  made.push(dataDir);
  await again(dataDir, play);
  return dataDir;
}

/** Lets a server run on a data directory that is there already. */
export async function again(dataDir: string, play: (server: ServerProcess) => Promise<void>): Promise<void> {
  const server = await startServer({ dataDir });
  try {
    await play(server);
  } finally {
    await server.stop();
  }
}

/** Removes every data directory that was made, also those of tests that failed. */
export async function removeAll(): Promise<void> {
  await Promise.all(made.splice(0).map((dataDir) => rm(dataDir, { recursive: true, force: true })));
}

/** Notes, a guide, a photo and a picture of two variants each, then the end: every kind of header. */
export async function playWithPhoto(address: string): Promise<PlayedCall> {
  const call = await playToMatch(address);
  const { agent, caller, callerVisitor, agentVisitor, session } = call;
  await agent.must({ type: 'ShowGuide', guide: 'router-lights', step: 0, turning: 'both' });
  await agent.must({ type: 'ShowNote', text: 'PIN 1234' });
  await sendPhoto(call, 'photo-0001');
  await caller.until((state) => state.status === 'joined' && state.joined.photos.length === 1);
  const sent = await agentVisitor.upload(`/api/sessions/${session}/pictures`, await jpeg(900, 600));
  const { media } = await json<{ media: string }>(sent, 201);
  await agent.must({ type: 'ShowPicture', media, alt: 'Maršrutētājs' });
  await agent.must({ type: 'ShowNote', text: 'Tagad restartējiet' });
  await agent.must({ type: 'EndSession' });
  await json(await callerVisitor.get('/api/caller'));
  call.close();
  return call;
}

export async function sendPhoto({ callerVisitor }: PlayedCall, photo: string): Promise<void> {
  const { reminder } = await json<{ reminder: string }>(await callerVisitor.get('/api/caller'));
  const headers = { 'x-confirmed': reminder };
  await json(await callerVisitor.upload(`/api/caller/photos/${photo}`, await jpeg(900, 600), headers), 201);
}

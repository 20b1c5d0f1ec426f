/**
 * The real server under activity, killed without warning: how long each entry waited for the checkpoint that covers
 * it, or had waited when the server died. Read from the sink and the export without the verifier.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openCheckpointFolder } from '../../../server/adapters/checkpoints-folder.ts';
import { openExportSource } from '../../../server/adapters/sqlite/export-source.ts';
import { exportLines } from '../../../server/ledger/export.ts';
import { playToMatch } from '../../support/call.ts';
import { startServer } from '../../support/server-process.ts';
import { type Log, parseLog } from './log.ts';

const SECONDS = 66;

/** Seconds, at the longest, and how many entries were measured. `drop`: as if the sink held nothing. */
export async function longestTail(drop: boolean): Promise<{ seconds: number; entries: number }> {
  const server = await startServer();
  try {
    const call = await playToMatch(server.address);
    const end = Date.now() + SECONDS * 1000;
    while (Date.now() < end) {
      await call.agent.must({ type: 'ShowNote', text: `Solis ${Date.now()}` });
      await pause(300);
    }
    const killedAt = Date.now();
    call.close();
    await server.kill();
    const sink = openCheckpointFolder(join(server.dataDir, 'checkpoints'));
    const text = drop ? '' : Buffer.from(await sink.read('lmt')).toString();
    const source = openExportSource(join(server.dataDir, 'main.sqlite'), 'lmt');
    const log = parseLog([...exportLines('lmt', killedAt, source)]);
    source.close();
    return measure(log, text, killedAt);
  } finally {
    await server.dispose();
  }
}

function measure({ leaves, streams }: Log, signed: string, killedAt: number) {
  const checkpoints = signed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
    .map(([, , size, , at]) => ({ size: Number(size), at: Number(at) }));
  let longest = 0;
  let entries = 0;
  for (const stream of streams) {
    for (const entry of stream.entries) {
      const leaf = leaves.findIndex(({ stream: id, seq }) => id === stream.id && seq >= entry.seq);
      const covered = leaf === -1 ? undefined : checkpoints.find(({ size }) => size > leaf);
      longest = Math.max(longest, (covered?.at ?? killedAt) - entry.at);
      entries += 1;
    }
  }
  return { seconds: longest / 1000, entries };
}

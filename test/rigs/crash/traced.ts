/**
 * A kill keeps the page cache, so it cannot show that an answer waited for the disk. A trace of the server's system
 * calls can: between the receipt of a command and its answer, what was written to the write-ahead log was synced,
 * and until then the other party was told nothing (LED-18).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json, type PlayedCall, playToMatch } from '../../support/call.ts';
import { jpeg } from '../../support/pictures.ts';
import { startServer } from '../../support/server-process.ts';
import { framesIn, parseTrace, type SystemCall } from './strace.ts';

export type Traced =
  | { readonly measured: false; readonly why: string }
  | ({ readonly measured: true; readonly sent: number } & Judged);

export interface Judged {
  /** Answers found in the trace. */
  readonly acks: number;
  readonly withoutSync: number;
  /** Messages to the other party that left before the sync. */
  readonly shownWithoutSync: number;
}

const COMMANDS = 30;
const PHOTOS = 2;
const CALLS = 'trace=read,recvfrom,write,writev,sendto,fdatasync,fsync,pwrite64';
/** Enough for the beginning of any frame: its kind, its ids. */
const BYTES_SHOWN = '300';
const SYNCS: ReadonlySet<string> = new Set(['fsync', 'fdatasync']);
const WRITES: ReadonlySet<string> = new Set(['write', 'writev', 'sendto']);

export async function traceAcknowledgements(dropSyncs: boolean): Promise<Traced> {
  const why = whyNoStrace();
  if (why !== undefined) return { measured: false, why };
  const folder = mkdtempSync(join(tmpdir(), 'zvana-trace-'));
  const file = join(folder, 'trace');
  // Without it, reads and writes would go past the system calls that are traced.
  const server = await startServer({ env: { UV_USE_IO_URING: '0', COMMANDS_PER_SECOND: '1000000' } });
  try {
    const call = await playToMatch(server.address);
    const strace = spawn(
      'strace',
      ['-f', '-y', '-xx', '-ttt', '-s', BYTES_SHOWN, '-e', CALLS, '-o', file, '-p', String(server.pid)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const refused = await attached(strace);
    if (refused !== undefined) return { measured: false, why: refused };
    const sent = await exchange(call);
    strace.kill('SIGINT');
    await once(strace, 'exit');
    call.close();
    const calls = parseTrace(readFileSync(file, 'utf8'));
    const judged = judgeTrace(dropSyncs ? calls.filter(({ name }) => !SYNCS.has(name)) : calls);
    return { measured: true, sent, ...judged };
  } finally {
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One thing after the other, so that each answer has its own sync. */
async function exchange({ agent, caller, callerVisitor }: PlayedCall): Promise<number> {
  for (let round = 0; round < COMMANDS / 2; round += 1) {
    await agent.must({ type: 'ShowNote', text: `Solis ${round}` });
    await caller.must({ type: 'ChangeLanguage', language: round % 2 === 0 ? 'ru' : 'lv' });
  }
  const { reminder } = await json<{ reminder: string }>(await callerVisitor.get('/api/caller'));
  const picture = await jpeg(640, 480);
  for (let photo = 0; photo < PHOTOS; photo += 1) {
    const path = `/api/caller/photos/${randomUUID()}`;
    await json(await callerVisitor.upload(path, picture, { 'x-confirmed': reminder }), 201);
  }
  return COMMANDS + PHOTOS;
}

/** A command that was read, and how its answer on the same connection begins. */
interface Receipt {
  readonly call: SystemCall;
  isAnswer(message: string): boolean;
}

export function judgeTrace(calls: readonly SystemCall[]): Judged {
  let acks = 0;
  let withoutSync = 0;
  let shownWithoutSync = 0;
  for (const receipt of calls.flatMap(receiptsIn)) {
    const { target, ended } = receipt.call;
    const later = calls.filter(({ started }) => started > ended);
    const answer = later.find(
      (call) => WRITES.has(call.name) && call.target === target && messagesIn(call).some(receipt.isAnswer),
    );
    if (!answer) continue;
    acks += 1;
    const between = later.filter((call) => call.ended < answer.started);
    const written = between.findLast(({ name, target: file }) => name === 'pwrite64' && isLog(file));
    const synced = between.find(
      ({ name, target: file, result, started }) =>
        SYNCS.has(name) && isLog(file) && result === 0 && written !== undefined && started > written.ended,
    );
    if (!synced) withoutSync += 1;
    const until = synced?.ended ?? answer.started;
    shownWithoutSync += between.filter((call) => call.started < until && tellsEvents(call)).length;
  }
  return { acks, withoutSync, shownWithoutSync };
}

function isLog(file: string): boolean {
  return file.endsWith('/main.sqlite-wal');
}

function receiptsIn(call: SystemCall): Receipt[] {
  if (call.name !== 'read' && call.name !== 'recvfrom') return [];
  return messagesIn(call).flatMap((message): Receipt[] => {
    if (message.startsWith('POST /api/caller/photos/')) {
      return [{ call, isAnswer: (answer) => answer.startsWith('HTTP/1.1 201') }];
    }
    // Engine.IO "message", Socket.IO "event", and the number that its acknowledgement will carry.
    const [, ack] = /^42(\d+)\["command",\{"id":"/.exec(message) ?? [];
    return ack === undefined ? [] : [{ call, isAnswer: (answer) => answer.startsWith(`43${ack}[`) }];
  });
}

function tellsEvents(call: SystemCall): boolean {
  return WRITES.has(call.name) && messagesIn(call).some((message) => message.startsWith('42["events"'));
}

function messagesIn({ data }: SystemCall): string[] {
  const start = data.toString('latin1', 0, 64);
  return /^(POST|HTTP)/.test(start) ? [start] : framesIn(data);
}

/** Resolves once every thread is traced; with the reason when the system does not allow it. */
async function attached(strace: ChildProcess): Promise<string | undefined> {
  if (!strace.stderr) return 'strace has no output';
  // Read to the end: strace goes on to name each new process, and dies of a closed pipe.
  const lines = createInterface({ input: strace.stderr });
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
  return typeof line === 'string' && /attached/.test(line) ? undefined : `strace: ${line ?? 'ended at once'}`;
}

function whyNoStrace(): string | undefined {
  if (process.platform !== 'linux') return 'strace is for Linux only';
  const found = () => spawnSync('strace', ['-V']).status === 0;
  if (found()) return undefined;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return 'strace is not installed, and this is not root on Debian';
  }
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'strace']]) {
    spawnSync('apt-get', ['-qq', ...step], { stdio: 'ignore' });
  }
  return found() ? undefined : 'strace could not be installed';
}

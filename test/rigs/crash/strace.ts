/** Reads what `strace -f -y -xx -ttt` writes, and what stands in the WebSocket frames of it. */

export interface SystemCall {
  readonly name: string;
  /** File or socket that the descriptor stands for, as the system names it. */
  readonly target: string;
  /** What was read or written, as long as it really was; beyond what strace shows it is zeros. */
  readonly data: Buffer;
  /** What it returned; -1 for a failure. */
  readonly result: number;
  /** Places in the order of all lines: one process's thread may be inside a call while another goes on. */
  readonly started: number;
  readonly ended: number;
}

const LINE = /^(\d+)\s+\d+\.\d+\s+(.*)$/;
const UNFINISHED = /^(.*?)\s*<unfinished \.\.\.>$/;
const RESUMED = /^<\.\.\. \w+ resumed>(.*)$/;
const CALL = /^(\w+)\((\d+)<([^>]*)>(.*)\)\s+=\s+(-?\d+)/s;
const BUFFERS = /"((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?, (?:iov_len=)?(\d+)/g;

export function parseTrace(text: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const open = new Map<string, { readonly head: string; readonly started: number }>();
  for (const [at, line] of text.split('\n').entries()) {
    const [, thread = '', rest = ''] = LINE.exec(line) ?? [];
    const [, head] = UNFINISHED.exec(rest) ?? [];
    if (head !== undefined) {
      open.set(thread, { head, started: at });
      continue;
    }
    const [, tail] = RESUMED.exec(rest) ?? [];
    const begun = tail === undefined ? undefined : open.get(thread);
    const call = parseCall(begun ? begun.head + tail : rest, begun?.started ?? at, at);
    if (call) calls.push(call);
  }
  return calls;
}

function parseCall(text: string, started: number, ended: number): SystemCall | undefined {
  const [, name, , target = '', rest = '', returned] = CALL.exec(text) ?? [];
  if (name === undefined) return undefined;
  const result = Number(returned);
  const isRead = name === 'read' || name === 'recvfrom';
  const parts = [...rest.matchAll(BUFFERS)].map(([, shown = '', length]) => {
    const bytes = decode(shown);
    // A read's length is what it returned; its argument is the size of the buffer.
    const whole = Buffer.alloc(Math.max(bytes.length, isRead ? result : Number(length)));
    bytes.copy(whole);
    return whole;
  });
  return { name, target: decode(target).toString(), data: Buffer.concat(parts), result, started, ended };
}

function decode(shown: string): Buffer {
  return shown.startsWith('\\x') ? Buffer.from(shown.replaceAll('\\x', ''), 'hex') : Buffer.from(shown);
}

/** Payloads of the text frames that these bytes hold (RFC 6455, 5.2), unmasked. */
export function framesIn(bytes: Buffer): string[] {
  const frames: string[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const kind = bytes.readUInt8(at);
    const size = bytes.readUInt8(at + 1);
    at += 2;
    let length = size & 0x7f;
    if (length === 126 && at + 2 <= bytes.length) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (length >= 126) break;
    const masked = (size & 0x80) !== 0;
    const mask = masked ? bytes.subarray(at, at + 4) : Buffer.alloc(4);
    if (masked) at += 4;
    const payload = Buffer.from(bytes.subarray(at, at + length)).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
    if (kind === 0x81) frames.push(Buffer.from(payload).toString());
    at += length;
  }
  return frames;
}

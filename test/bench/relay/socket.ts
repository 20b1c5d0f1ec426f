/**
 * A Socket.IO client over a bare TCP socket: the load generator must cost less than the servers that it is to
 * saturate, and the library's client costs more than either.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface SocketOptions {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent with the Socket.IO handshake. */
  readonly auth: object;
  /** Event after which the client is ready; without it, as soon as the server has taken it in. */
  readonly readyOn?: string;
}

export interface LoadSocket {
  /** Sends `["command", message]` and asks for an answer; one at a time. */
  command(message: string): void;
  /** An answer came; `ok` says whether it granted the command. */
  onAnswer: (ok: boolean) => void;
  /** An event of the other party came. */
  onEvents: () => void;
  close(): void;
}

const TEXT = 0x81;
const MASKED = 0x80;
const LENGTH_16 = 126;
const GRANTED = '"ok":true';

export function openSocket({ address, headers, auth, readyOn }: SocketOptions): Promise<LoadSocket> {
  const url = new URL(address);
  const tcp = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  const { promise, resolve, reject } = Promise.withResolvers<LoadSocket>();
  const client: LoadSocket = {
    command: (message) => sendText(tcp, `420["command",${message}]`),
    onAnswer: () => {},
    onEvents: () => {},
    close: () => void tcp.destroy(),
  };
  const ready = readyOn === undefined ? '40' : `42["${readyOn}"`;

  function take(payload: Buffer): void {
    const start = payload.toString('latin1', 0, 48);
    if (start.startsWith('43')) client.onAnswer(start.includes(GRANTED));
    else if (start.startsWith('42["events"')) client.onEvents();
    else if (start === '2') sendText(tcp, '3');
    else if (start.startsWith('0')) sendText(tcp, `40${JSON.stringify(auth)}`);
    else if (start.startsWith('44')) reject(new Error(payload.toString()));
    if (start.startsWith(ready)) resolve(client);
  }

  let upgraded = false;
  let rest: Buffer = Buffer.alloc(0);
  tcp.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      if (!rest.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) reject(new Error(rest.toString()));
      upgraded = true;
      rest = rest.subarray(end + 4);
    }
    rest = takeFrames(rest, take);
  });
  tcp.on('error', reject);
  tcp.on('close', () => reject(new Error('closed before it was ready')));
  tcp.write(upgradeRequest(url, headers));
  return promise;
}

function upgradeRequest(url: URL, headers: Readonly<Record<string, string>>): string {
  const all = {
    host: url.host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Calls back with each whole frame; returns what is left. Servers neither mask nor, here, fragment. */
function takeFrames(bytes: Buffer, take: (payload: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = bytes.readUInt8(at + 1);
    if (short > LENGTH_16) throw new Error('a message was larger than any server here sends');
    const header = short === LENGTH_16 ? 4 : 2;
    if (bytes.length - at < header) break;
    const length = short === LENGTH_16 ? bytes.readUInt16BE(at + 2) : short;
    if (bytes.length - at < header + length) break;
    if (bytes.readUInt8(at) === TEXT) take(bytes.subarray(at + header, at + header + length));
    at += header + length;
  }
  return bytes.subarray(at);
}

function sendText(tcp: Socket, text: string): void {
  const header = text.length < LENGTH_16 ? 2 : 4;
  const frame = Buffer.allocUnsafe(header + 4 + text.length);
  frame[0] = TEXT;
  frame[1] = MASKED | Math.min(text.length, LENGTH_16);
  if (header === 4) frame.writeUInt16BE(text.length, 2);
  const mask = frame.subarray(header, header + 4);
  // A mask that is not zero, so that the server has to undo it as for a browser.
  mask.writeUInt32BE(1 + Math.floor(Math.random() * 0xffff_fffe));
  frame.write(text, header + 4, 'latin1');
  for (let i = 0; i < text.length; i += 1) {
    const at = header + 4 + i;
    frame[at] = (frame[at] ?? 0) ^ (mask[i & 3] ?? 0);
  }
  tcp.write(frame);
}

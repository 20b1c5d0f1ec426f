/** The real application on a real port, and a client that sends exactly what the test says. */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Router } from 'express';
import { openMainDatabase } from '../../../server/adapters/sqlite/main-database.ts';
import { createApp } from '../../../server/app.ts';
import { createGuideLibrary } from '../../../server/guide/library.ts';
import type { Checks } from '../../../server/http/health.ts';
import { loadSite } from '../../../server/http/static.ts';
import { createIdentity, type Identity } from '../../../server/identity/identity.ts';
import { CONTENT } from './content.ts';

/** Served behind a proxy in most tests, as https://zvans.example. */
export const ORIGIN = 'https://zvans.example';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  json(): unknown;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface TestServer {
  readonly identity: Identity;
  readonly log: readonly object[];
  /** Where the two built clients lie. */
  readonly folder: string;
  readonly port: number;
  /** `path` goes on the wire as it is: not normalised, not encoded. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** A POST of JSON as one of our own pages sends it. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Options {
  readonly https?: boolean;
  readonly trustProxy?: number;
  readonly checks?: Checks;
  readonly routers?: readonly Router[];
}

export const CLIENT_FILES: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>caller</title>',
  'assets/main-abc.js': `console.log("${'caller '.repeat(50)}")`,
  'icon.svg': '<svg viewBox="0 0 1 1"/>',
  'csp.json': '{"styleHashes":["sha256-AAAA"]}',
  'sources.json': '{"digest":"secret"}',
};
const CONSOLE_FILES: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>console</title>',
  'assets/app-def.js': 'console.log("agent")',
};

/** A controller that never changed its periods. */
const TABLE = { version: 1, periods: { photos: 'PT24H', content: 'P90D', skeleton: 'P3Y' } };

export async function startServer(options: Options = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'zvana-http-'));
  await writeClient(join(folder, 'client'), CLIENT_FILES);
  await writeClient(join(folder, 'console'), CONSOLE_FILES);
  const { database, close } = openMainDatabase(':memory:');
  const identity = createIdentity({ database, clock: { now: () => Date.now() } });
  const log: object[] = [];
  const write = (fields: object, message: string) => void log.push({ ...fields, message });
  const https = options.https ?? true;
  const app = createApp({
    log: { info: write, error: write },
    identity,
    content: CONTENT,
    library: createGuideLibrary(CONTENT),
    sites: {
      client: await loadSite(join(folder, 'client')),
      my: await loadSite(join(folder, 'client')),
      console: await loadSite(join(folder, 'console')),
    },
    origins: [https ? ORIGIN : ORIGIN.replace('https', 'http')],
    https,
    trustProxy: options.trustProxy ?? 0,
    demo: false,
    prefixes: ['+371'],
    codeAddress: 'zvans.example/k',
    checks: options.checks ?? {},
    periods: { current: () => TABLE, find: (_, version) => (version === 1 ? TABLE : undefined) },
    alarms: {},
    routers: options.routers ?? [],
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const ask = (path: string, what: Ask = {}) => send(port, path, what);
  return {
    identity,
    log,
    folder,
    port,
    ask,
    post: (path, body, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

async function writeClient(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, body] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, body);
    if (name.endsWith('.js') || name.endsWith('.html')) {
      await writeFile(`${file}.br`, brotliCompressSync(body));
      await writeFile(`${file}.gz`, gzipSync(body));
    }
  }
}

async function send(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Ask,
): Promise<Answer> {
  const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  outgoing.once('error', reject);
  outgoing.once('response', (incoming) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('error', reject);
    incoming.once('end', () => {
      const bytes = Buffer.concat(chunks);
      const text = bytes.toString('utf8');
      const json = (): unknown => JSON.parse(text);
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text, json });
    });
  });
  outgoing.end(body);
  return promise;
}

/** The parts of a problem that tests look at. */
export function problemOf(answer: Answer): { status: number; type: string | undefined; code: unknown } {
  const problem = answer.json();
  const code = typeof problem === 'object' && problem && 'code' in problem ? problem.code : undefined;
  return { status: answer.status, type: answer.headers['content-type'], code };
}

/** `name=value` of the cookies that an answer sets, as a browser would send them back. */
export function cookiesOf(answer: Answer): string {
  return (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; ');
}

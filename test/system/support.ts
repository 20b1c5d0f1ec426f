/** Systems with keys, consents and a receiver of webhooks, around a real server. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKeys } from '../../server/ledger/keys.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { createControllerLog } from '../../server/privacy/controller-log.ts';
import { createSystemSecrets } from '../../server/system/secrets.ts';
import { createSystems, type IssuedKey, type NewSystem, type Systems } from '../../server/system/systems.ts';
import type { Harness } from '../support/harness.ts';

/** As the operator's command line has them: beside the running server. */
export function systemsOf({ database, journal, keyWrapper, keyStore, clock }: Harness): Systems {
  const keys = createKeys(keyWrapper, keyStore, randomUUID);
  const log = createControllerLog({ ledger: createLedger(journal), keys, clock });
  const secrets = createSystemSecrets((controller) => keyWrapper.lookupKey(controller));
  return createSystems({ database, log, clock, newId: randomUUID, secrets });
}

let names = 0;
export async function issue(harness: Harness, rest: Partial<NewSystem> = {}): Promise<IssuedKey> {
  names += 1;
  const about = { controller: 'lmt', name: `crm ${names}`, purposes: ['offers', 'metadata'], channels: [] };
  const issued = await systemsOf(harness).issue({ ...about, validFor: 90 * 24 * 3_600_000, ...rest });
  if (!issued) throw new Error('no key was issued');
  return issued;
}

export interface Api {
  get(path: string): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

/** Neither origin nor cookie: this is no browser. */
export function apiOf({ address }: Harness, token: string | undefined): Api {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    get: (path) => fetch(address + path, { headers: authorization }),
    post: (path, body) =>
      fetch(address + path, {
        method: 'POST',
        headers: { ...authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

const ARRIVAL = { method: 'self-service', assurance: 'number-proven', language: 'lv' } as const;

export async function give(
  { services }: Harness,
  number: string,
  purpose: string,
  channels?: readonly ('email' | 'sms' | 'call')[],
): Promise<string> {
  const grant = { ...ARRIVAL, purpose, version: '2', ...(channels ? { channels } : {}) };
  const given = await services.consents.give({ controller: 'lmt', number }, grant);
  if (!given.ok) throw new Error(given.code);
  return given.record.id;
}

export async function withdraw({ services }: Harness, number: string, purpose: string): Promise<string> {
  const taken = await services.consents.withdraw({ controller: 'lmt', number }, { ...ARRIVAL, purpose });
  if (!taken.ok) throw new Error(taken.code);
  return taken.record.id;
}

export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Receiver {
  readonly url: string;
  readonly got: readonly Delivered[];
  /** What it answers from now on; by default 204. */
  answer: (delivered: Delivered) => number;
  /** Resolves once it has got this many. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const got: Delivered[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    const delivered = { headers: req.headers, text, body: JSON.parse(text) };
    got.push(delivered);
    res.writeHead(receiver.answer(delivered)).end();
    for (const { count, resolve } of waiting) if (got.length >= count) resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/consents`,
    got,
    answer: () => 204,
    until(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (got.length >= count) resolve();
      else waiting.push({ count, resolve });
      return promise;
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}

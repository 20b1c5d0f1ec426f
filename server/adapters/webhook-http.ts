/**
 * Calls the operator's other systems over https. A webhook's address is typed by an operator and the name behind it
 * belongs to somebody else: neither may make this server knock at doors of its own network. Addresses are looked at
 * where the connection is made, so that a name cannot answer differently when it counts; redirects are not followed.
 */
import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { WebhookSender } from '../ports.ts';

const TIMEOUT_MS = 10_000;

/** Networks that are nobody's on the internet (RFC 6890 and its registries), IPv4 wrapped in IPv6 included. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
/** Of IPv6 only what is handed out for the internet (2000::/3), less its tunnels and its documentation. */
const PUBLIC_V6 = new BlockList();
PUBLIC_V6.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 4) return PRIVATE.check(address, 'ipv4');
  return PRIVATE.check(address, 'ipv6') || !PUBLIC_V6.check(address, 'ipv6');
}

/**
 * What is wrong with the address of a webhook, in words; undefined when nothing is.
 * @param local whether plain http to this machine is allowed: in a demo.
 */
export function webhookProblem(text: string, local: boolean): string | undefined {
  if (!URL.canParse(text)) return 'it is no address';
  const url = new URL(text);
  const host = hostOf(url);
  const here = host === 'localhost' || host === '127.0.0.1' || host === '::1';
  if (local && here && /^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol !== 'https:') return 'it must be https';
  if (url.username !== '' || url.password !== '') return 'it must not hold a user name or password';
  if (url.hash !== '') return 'it must not have a fragment';
  if (here || host.endsWith('.localhost') || (isIP(host) > 0 && isPrivateAddress(host))) {
    return 'it must not lead into a private network';
  }
  return undefined;
}

/** @param local as for `webhookProblem` */
export function createWebhookHttp(local: boolean): WebhookSender {
  return {
    async send({ url, headers, body }) {
      const problem = webhookProblem(url, local);
      if (problem !== undefined) return { ok: false, why: `the address: ${problem}` };
      const answer = Promise.withResolvers<number>();
      const ask = url.startsWith('https:') ? httpsRequest : httpRequest;
      const connection = ask(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        lookup: local ? lookup : publicOnly,
      });
      connection.once('response', (response) => {
        // What it says besides is of no use here, and could be without end.
        response.destroy();
        answer.resolve(response.statusCode ?? 0);
      });
      connection.once('error', answer.reject);
      connection.end(body);
      try {
        const status = await answer.promise;
        return status >= 200 && status < 300 ? { ok: true } : { ok: false, why: `it answered ${status}` };
      } catch (error) {
        return { ok: false, why: codeOf(error) };
      }
    },
  };
}

/** Resolves a name for a connection, and refuses it when any of its addresses is private. */
const publicOnly: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    const found = addresses.find(({ address }) => isPrivateAddress(address));
    if (found) return done(new Error('it leads into a private network'), []);
    const [first] = addresses;
    if (options.all || !first) return done(null, addresses);
    return done(null, first.address, first.family);
  });
};

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be reached';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'it did not answer in time';
  return 'code' in error ? `it could not be reached: ${String(error.code)}` : error.message;
}

/** The address by which others on the local network reach this machine. */
import { networkInterfaces } from 'node:os';

/** The first IPv4 address of this machine that is not its own loopback; undefined without a network. */
export function lanAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

/** The load generator, a process of its own: keeps one command in flight on each socket of each pair. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Connected, Measured, Order, Pair, Target } from './orders.ts';
import { type LoadSocket, openSocket } from './socket.ts';

interface Party {
  readonly socket: LoadSocket;
  /** Commands by turns: each makes an event that the one before it does not make. */
  readonly commands: readonly [string, string];
  readonly id: string;
  sent: number;
}

interface Load {
  readonly parties: Party[];
  answered: number;
  refused: number;
  relayed: number;
  inFlight: number;
  running: boolean;
}

const loads = new Map<Target, Load>();

function loadOf(target: Target): Load {
  const known = loads.get(target);
  if (known) return known;
  const load = { parties: [], answered: 0, refused: 0, relayed: 0, inFlight: 0, running: false };
  loads.set(target, load);
  return load;
}

function sendNext(load: Load, party: Party): void {
  const command = party.commands[party.sent & 1 ? 1 : 0];
  party.sent += 1;
  load.inFlight += 1;
  party.socket.command(
    `{"id":"${party.id}${party.sent.toString(16).padStart(12, '0')}","command":${command}}`,
  );
}

async function connect(target: Target, address: string, pairs: readonly Pair[]): Promise<Connected> {
  const load = loadOf(target);
  for (const pair of pairs) {
    for (const { headers, auth, readyOn, commands, id } of [pair.agent, pair.caller]) {
      const socket = await openSocket({
        address,
        headers,
        auth,
        ...(readyOn === undefined ? {} : { readyOn }),
      });
      const party: Party = { socket, commands, id, sent: 0 };
      socket.onEvents = () => {
        load.relayed += 1;
      };
      socket.onAnswer = (ok) => {
        load.inFlight -= 1;
        load.answered += 1;
        if (!ok) load.refused += 1;
        if (load.running) sendNext(load, party);
      };
      load.parties.push(party);
    }
  }
  return { connected: load.parties.length };
}

function disconnect(target: Target, pairsKept: number): Connected {
  const load = loadOf(target);
  for (const { socket } of load.parties.splice(pairsKept * 2)) socket.close();
  return { connected: load.parties.length };
}

/** CPU that a process has used, all its threads, in milliseconds. The kernel counts in ticks of 10 ms. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

async function measure(target: Target, pid: number, warmUp: number, duration: number): Promise<Measured> {
  const load = loadOf(target);
  const snapshot = () => ({
    cpu: cpuOf(pid),
    own: process.cpuUsage(),
    at: performance.now(),
    answered: load.answered,
    relayed: load.relayed,
  });
  load.running = true;
  for (const party of load.parties) sendNext(load, party);
  await setTimeout(warmUp);
  const before = snapshot();
  await setTimeout(duration);
  const after = snapshot();
  load.running = false;
  while (load.inFlight > 0) await setTimeout(20);
  // Every answered command was relayed to one other party, or the figures would mean nothing.
  await setTimeout(200);
  if (load.refused > 0) throw new Error(`${load.refused} commands were refused`);
  if (load.relayed !== load.answered) {
    throw new Error(`${load.answered} commands answered, ${load.relayed} relayed`);
  }
  const own = process.cpuUsage(before.own);
  return {
    events: after.answered - before.answered,
    cpu: after.cpu - before.cpu,
    elapsed: after.at - before.at,
    ownCpu: (own.user + own.system) / 1000,
  };
}

process.on('message', async (order: Order) => {
  try {
    switch (order.do) {
      case 'connect':
        return process.send?.(await connect(order.target, order.address, order.pairs));
      case 'disconnect':
        return process.send?.(disconnect(order.target, order.pairsKept));
      case 'measure':
        return process.send?.(await measure(order.target, order.pid, order.warmUp, order.duration));
      default:
        order satisfies never;
    }
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
process.on('disconnect', () => process.exit());

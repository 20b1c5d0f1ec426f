/**
 * `npm run rig -- isolation`: plays the whole hand-written matrix of `test/isolation/table.ts` on the real services,
 * with real cookies and sockets, and counts where they differ. A planted fault is built around the services in this
 * process: the product knows nothing of it.
 */
import { type RequestHandler, Router } from 'express';
import { Socket } from 'socket.io';
import { POLICY } from '../../../server/privacy/policy.ts';
import { playCrossings } from '../../isolation/crossings.ts';
import { mountedOn, overhear, undeclared } from '../../isolation/discover.ts';
import { judge, playRoutes } from '../../isolation/play.ts';
import { playCommands, playHandshakes, playRooms, playSignals } from '../../isolation/sockets.ts';
import { setStage } from '../../isolation/stage.ts';
import { ROUTES } from '../../isolation/table.ts';
import { startWorld } from '../../isolation/world.ts';
import type { Harness } from '../../support/harness.ts';
import type { RigOptions } from '../main.ts';

interface Plant {
  /** Beginnings of the lines where it must be noticed; nothing else is played then, so that this takes seconds. */
  readonly lines: readonly string[];
  /** Around the services' routes. */
  readonly routes?: (real: readonly Router[]) => readonly Router[];
  /** Once the stage is set; returns how to take the fault out again. */
  readonly later?: (harness: Harness) => () => void;
}

const before =
  (path: string, handler: RequestHandler): NonNullable<Plant['routes']> =>
  (real) => [Router().get(path, handler), ...real];

const PLANTS: Readonly<Record<string, Plant>> = {
  /** The gate takes a foreign controller's people for its own. */
  'gate-lets-foreigners-in': {
    lines: ['GET /api/review/sessions', 'GET /api/sessions'],
    later: ({ services: { identity } }) => {
      const { fromToken } = identity;
      const ours: typeof fromToken = async (token) => {
        const staff = await fromToken(token);
        return staff && { ...staff, controller: 'lmt' };
      };
      Object.assign(identity, { fromToken: ours });
      return () => void Object.assign(identity, { fromToken });
    },
  },
  /** Somebody forgot the gate of a route. */
  'route-without-gate': {
    lines: ['GET /api/review/agents'],
    routes: before('/api/review/agents', (_req, res) => void res.json([])),
  },
  /** The guard finds a row for every question. */
  'guard-says-yes': {
    lines: ['GET /api/sessions'],
    later: () => {
      const rules: unknown[] = POLICY as unknown as unknown[];
      const many = rules.length;
      for (const row of [...POLICY])
        rules.push({ ...row, who: ['agent', 'caller', 'supervisor', 'reviewer'], while: 'kept' });
      return () => void rules.splice(many);
    },
  },
  /** A route that nobody wrote a line for. */
  'undeclared-route': {
    lines: ['GET /healthz'],
    routes: before('/api/review/everything', (_req, res) => void res.json([])),
  },
  /** The supervisor's list has content in it. */
  'list-shows-content': {
    lines: ['GET /api/sessions'],
    routes: (real) => [
      Router().get('/api/sessions', (_req, res, next) => {
        const { json } = res;
        res.json = (rows) => json.call(res, [rows, [...Array(99)].map((_, n) => `matter-canary-${n}`)]);
        next();
      }),
      ...real,
    ],
  },
  /** What happens in one session is told to everyone who is connected. */
  'one-room-for-all': {
    lines: [],
    later: () => {
      const { emit } = Socket.prototype;
      Object.assign(Socket.prototype, {
        emit(this: Socket, ...[name, ...values]: Parameters<typeof emit>) {
          if (name !== 'events') return emit.call(this, name, ...values);
          for (const socket of this.nsp.sockets.values()) emit.call(socket, name, ...values);
          return true;
        },
      });
      return () => void Object.assign(Socket.prototype, { emit });
    },
  },
};

export const isolation = {
  plants: Object.keys(PLANTS),
  runs: 1,
  async run({ runs, plant, figures }: RigOptions): Promise<void> {
    const counts = { tried: 0, allows: 0, refusals: 0, leaks: 0, undeclared: 0 };
    for (let run = 0; run < runs; run += 1) {
      const found = await playOnce(plant === undefined ? undefined : PLANTS[plant]);
      for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += found[name];
    }
    figures.atLeast('isolation.combinations', counts.tried, 'combinations', plant === undefined ? 5000 : 1);
    figures.exactly('isolation.unexpected allows', counts.allows, 'combinations', 0);
    figures.exactly('isolation.unexpected refusals', counts.refusals, 'combinations', 0);
    figures.exactly('isolation.content shown to others', counts.leaks, 'combinations', 0);
    figures.exactly('isolation.undeclared routes and events', counts.undeclared, 'names', 0);
  },
};

async function playOnce(plant: Plant | undefined) {
  const lines = Object.keys(ROUTES).filter(
    (route) => plant?.lines.some((line) => route.startsWith(line)) ?? true,
  );
  const overheard = overhear();
  const harness = await startWorld(plant?.routes);
  let takeOut = () => {};
  try {
    const stage = await setStage(harness);
    takeOut = plant?.later?.(harness) ?? takeOut;
    const onSockets = plant === undefined || plant.lines.length === 0;
    const played = [
      await playRoutes(stage, lines),
      ...(onSockets
        ? [
            await playHandshakes(stage),
            await playCommands(stage),
            await playRooms(stage),
            await playSignals(stage),
            await playCrossings(stage),
          ]
        : []),
    ].flat();
    // On the socket only what was played could be overheard.
    const names = undeclared(mountedOn(harness.app), onSockets ? overheard : undefined);
    const { tried, allows, refusals, leaks } = judge(played);
    for (const line of [...allows, ...refusals, ...leaks, ...names]) process.stderr.write(`${line}\n`);
    return {
      tried,
      allows: allows.length,
      refusals: refusals.length,
      leaks: leaks.length,
      undeclared: names.length,
    };
  } catch (error) {
    for (const fault of harness.faults) process.stderr.write(`${JSON.stringify(fault)}\n`);
    throw error;
  } finally {
    takeOut();
    overheard.stop();
    await harness.dispose();
  }
}

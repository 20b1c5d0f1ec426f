import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { importsOf, sourceFiles } from '../architecture/imports.ts';
import type { Harness } from '../support/harness.ts';
import { playCrossings } from './crossings.ts';
import { mountedOn, type Overheard, overhear, SPOKEN } from './discover.ts';
import { judge, type Played, playRoutes } from './play.ts';
import { playCommands, playHandshakes, playRooms, playSignals } from './sockets.ts';
import { type Stage, setStage } from './stage.ts';
import { AGENT_COMMANDS, CALLER_COMMANDS, ROUTES, SIGNALS, SOCKET_EVENTS } from './table.ts';
import { startWorld } from './world.ts';

/**
 * What requests pass through besides routes, by the names of the functions: the log's line, the headers (of helmet and
 * our own), the check of the origin, the refusal of what has no route, and that of errors. Each could answer a request
 * by itself; these were read, and let nobody in.
 */
const PASSED_THROUGH = [
  '<anonymous>',
  'helmetMiddleware',
  'own',
  '<anonymous>',
  '<anonymous>',
  '<anonymous>',
];

describe('the isolation matrix', function () {
  this.timeout(300_000);
  let harness: Harness;
  let stage: Stage;
  let overheard: Overheard;
  before(async () => {
    overheard = overhear();
    harness = await startWorld();
    stage = await setStage(harness);
  });
  after(async () => {
    overheard.stop();
    await harness.dispose();
  });

  const allAsWritten = (played: readonly Played[]) => {
    const { allows, refusals, leaks } = judge(played);
    assert.deepEqual({ allows, refusals, leaks }, { allows: [], refusals: [], leaks: [] });
  };

  it('[ISO-1] has a line for each route of the application, and for no other', () => {
    const { routes, others } = mountedOn(harness.app);
    assert.deepEqual(routes, Object.keys(ROUTES).sort());
    assert.deepEqual(others, PASSED_THROUGH);
  });

  it('[ISO-1] has a line for each command and signal that a socket lets through, and for no other', () => {
    assert.deepEqual(SPOKEN.agentCommands, Object.keys(AGENT_COMMANDS).sort());
    assert.deepEqual(SPOKEN.callerCommands, Object.keys(CALLER_COMMANDS).sort());
    assert.deepEqual(SPOKEN.agentSignals, [...SIGNALS.agent].sort());
    assert.deepEqual(SPOKEN.callerSignals, [...SIGNALS.caller].sort());
  });

  it('[ISO-2] the table imports nothing: no code under test has a say in it', () => {
    assert.ok(sourceFiles('test/isolation').includes('test/isolation/table.ts'));
    assert.deepEqual(importsOf('test/isolation/table.ts'), []);
  });

  it('[ISO-3] answers each role in each state as the table says, and shows content to nobody else', async () => {
    allAsWritten(await playRoutes(stage, Object.keys(ROUTES)));
  });

  it('[ISO-4] lets nobody else connect to a session, and tells a caller after the end only that it is over', async () => {
    allAsWritten(await playHandshakes(stage));
  });

  it('[ISO-4] does no command that is not due in the state, or is the other role’s', async () => {
    allAsWritten(await playCommands(stage));
  });

  it('[ISO-5] tells those of another session nothing of what happens in one', async () => {
    allAsWritten(await playRooms(stage));
    allAsWritten(await playSignals(stage));
  });

  it('[ISO-6] does not let the entitled reach from their own session into another', async () => {
    allAsWritten(await playCrossings(stage));
  });

  it('[ISO-1] has named every event that the socket has handled or sent while all of this was played', () => {
    assert.deepEqual([...overheard.listenedTo].sort(), [...SOCKET_EVENTS.fromClient].sort());
    assert.deepEqual([...overheard.sent].sort(), [...SOCKET_EVENTS.toClient].sort());
  });
});

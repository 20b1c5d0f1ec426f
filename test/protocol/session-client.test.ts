import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AgentCommand } from '../../protocol/commands.ts';
import type { Recorded } from '../../protocol/events.ts';
import { createSessionClient, type SocketLike } from '../../protocol/session-client.ts';
import type { Ack } from '../../protocol/wire.ts';

const created: Recorded = {
  seq: 1,
  at: 1,
  by: 'agent',
  event: {
    type: 'SessionCreated',
    controller: 'lmt',
    agentName: 'Anna',
    language: 'lv',
    category: 'wifi',
    matchRequired: false,
    word: 'kastanis',
  },
};
const spoken = (seq: number, language: 'lv' | 'ru' | 'en'): Recorded => ({
  seq,
  at: seq,
  by: 'caller',
  event: { type: 'LanguageChanged', language },
});

/** A socket in the test's hand. */
function createSocket() {
  const listeners = new Map<string, (...args: never[]) => void>();
  let answer: ((ack: Ack) => void) | undefined;
  const socket: SocketLike = {
    connected: true,
    on: (event, listener) => listeners.set(event, listener),
    emit(_event, _sent, ack) {
      answer = ack as (ack: Ack) => void;
    },
    volatile: { emit: () => {} },
  };
  return {
    socket,
    receive: (event: string, message: unknown) => listeners.get(event)?.(message as never),
    answer: (ack: Ack) => answer?.(ack),
  };
}

describe('the session client', () => {
  function follow() {
    const seen: number[] = [];
    const wire = createSocket();
    const client = createSessionClient<AgentCommand>(
      wire.socket,
      () => 'command-1',
      () => 0,
      {
        onState: (_state, fresh) => seen.push(...fresh.map(({ seq }) => seq)),
        onPresence: () => {},
        onSignal: () => {},
        onConnection: () => {},
        onRefused: () => {},
      },
    );
    wire.receive('welcome', { kind: 'events', events: [created], now: 0 });
    return { client, seen, ...wire };
  }

  it('[RTM-20] loses nothing when an event overtakes the answer that carries the one before it', async () => {
    const { client, seen, receive, answer } = follow();
    const sent = client.send({ type: 'ClearStage' });
    receive('events', [spoken(3, 'ru')]);
    assert.deepEqual([client.cursor(), seen], [1, [1]]);
    answer({ ok: true, events: [spoken(2, 'en')] });
    await sent;
    assert.deepEqual([client.cursor(), seen], [3, [1, 2, 3]]);
  });

  it('[RTM-20] asks again from before the gap when the answer never came', () => {
    const { client, seen, receive } = follow();
    receive('events', [spoken(3, 'ru')]);
    receive('disconnect', 'transport close');
    assert.equal(client.cursor(), 1);
    receive('welcome', {
      kind: 'events',
      events: [spoken(2, 'en'), spoken(3, 'ru'), spoken(4, 'lv')],
      now: 0,
    });
    assert.deepEqual(seen, [1, 2, 3, 4]);
  });

  it('[RTM-20] applies an event once, however often it comes', () => {
    const { seen, receive } = follow();
    receive('events', [spoken(2, 'en')]);
    receive('events', [spoken(2, 'en'), spoken(3, 'ru')]);
    assert.deepEqual(seen, [1, 2, 3]);
  });
});

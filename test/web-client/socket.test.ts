import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import { type CallSocket, createSocket } from '../../web-client/call/socket.ts';
import { type OpenTransport, overPolling, overWebSocket } from '../../web-client/call/transport.ts';

type Peer = Socket<DefaultEventsMap, DefaultEventsMap>;

/** A Socket.IO server as the service has it; `refuse` answers the next handshake with a refusal. */
async function startServer() {
  const http = createServer();
  const io = new Server<DefaultEventsMap, DefaultEventsMap>(http, { pingInterval: 20, pingTimeout: 2000 });
  const state = { refuse: false, peers: [] as Peer[], auths: [] as unknown[] };
  const waiting: ((peer: Peer) => void)[] = [];
  io.use((socket, next) => {
    state.auths.push(socket.handshake.auth);
    if (!state.refuse) return next();
    next(Object.assign(new Error('no'), { data: { code: 'credential_unknown', sentence: 'Nē.' } }));
  });
  io.on('connection', (socket) => {
    state.peers.push(socket);
    for (const tell of waiting.splice(0)) tell(socket);
  });
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    ...state,
    refuseNext: (refuse: boolean) => {
      state.refuse = refuse;
    },
    origin: `http://127.0.0.1:${port}`,
    nextPeer: () => new Promise<Peer>((resolve) => void waiting.push(resolve)),
    stop: () => io.close(),
  };
}

const told = <T>(socket: CallSocket, event: string): Promise<T> =>
  new Promise((resolve) => void socket.on(event, (value: never) => resolve(value)));

const broken: OpenTransport = ({ onClose }) => {
  queueMicrotask(onClose);
  return { send: () => undefined, close: () => undefined };
};

describe('the socket of a call', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let socket: CallSocket;
  let auths = 0;

  const open = (transports: readonly OpenTransport[]) => {
    auths = 0;
    socket = createSocket({
      transports,
      auth: () => {
        auths += 1;
        return { cursor: auths };
      },
      pause: () => 0,
    });
    return socket;
  };

  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(async () => {
    socket.close();
    await server.stop();
  });

  for (const [name, over] of [
    ['a WebSocket', overWebSocket],
    ['polling', overPolling],
  ] as const) {
    it(`[CAL-13] carries events and acknowledged commands over ${name}`, async () => {
      const arrives = server.nextPeer();
      open([over(server.origin)]);
      const welcomed = told(socket, 'welcome');
      socket.connect();
      const peer = await arrives;
      peer.on('command', (sent: { id: string }, ack: (answer: unknown) => void) =>
        ack({ ok: true, id: sent.id }),
      );
      peer.emit('welcome', { text: 'Labdien, [„Anna”]' });
      assert.deepEqual(await welcomed, { text: 'Labdien, [„Anna”]' });
      assert.deepEqual(server.auths, [{ cursor: 1 }]);
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((id) => new Promise((resolve) => socket.emit('command', { id }, resolve))),
      );
      assert.deepEqual(answers, [
        { ok: true, id: 'a' },
        { ok: true, id: 'b' },
        { ok: true, id: 'c' },
      ]);
    });
  }

  it('[CAL-13] answers pings', async () => {
    const arrives = server.nextPeer();
    open([overWebSocket(server.origin)]).connect();
    const peer = await arrives;
    for (let beats = 0; beats < 3; beats += 1) await once(peer.conn, 'heartbeat');
    assert.ok(socket.connected);
  });

  it('[CAL-13] comes back after a cut, and asks for its handshake anew', async () => {
    const first = server.nextPeer();
    open([overWebSocket(server.origin)]);
    const lost = told(socket, 'disconnect');
    socket.connect();
    const peer = await first;
    const second = server.nextPeer();
    peer.conn.close();
    await lost;
    await second;
    assert.deepEqual(server.auths, [{ cursor: 1 }, { cursor: 2 }]);
  });

  it('[CAL-13] comes back from the server’s own goodbye', async () => {
    const first = server.nextPeer();
    open([overWebSocket(server.origin)]).connect();
    const peer = await first;
    const second = server.nextPeer();
    peer.disconnect();
    await second;
  });

  it('[CAL-14] tells a refusal with its data, and does not try again by itself', async () => {
    server.refuseNext(true);
    open([overWebSocket(server.origin)]);
    const refusal = told<{ data: unknown }>(socket, 'connect_error');
    socket.connect();
    assert.deepEqual((await refusal).data, { code: 'credential_unknown', sentence: 'Nē.' });
    assert.equal(auths, 1);
    server.refuseNext(false);
    const arrives = server.nextPeer();
    socket.connect();
    await arrives;
    assert.equal(auths, 2);
  });

  it('[CAL-13] falls back to polling where a WebSocket never works', async () => {
    const arrives = server.nextPeer();
    open([broken, overPolling(server.origin)]);
    const connected = told(socket, 'connect');
    socket.connect();
    assert.equal((await arrives).conn.transport.name, 'polling');
    await connected;
  });

  it('sends nothing while it is not connected', async () => {
    open([overWebSocket(server.origin)]);
    socket.emit('command', { id: 'early' }, () => assert.fail('nobody can have answered'));
    const arrives = server.nextPeer();
    const connected = told(socket, 'connect');
    socket.connect();
    const peer = await arrives;
    const heard: unknown[] = [];
    peer.onAny((...args) => heard.push(args[1]));
    await connected;
    await new Promise((resolve) => {
      peer.on('command', (_sent: unknown, ack: () => void) => ack());
      socket.emit('command', { id: 'late' }, resolve);
    });
    assert.deepEqual(heard, [{ id: 'late' }]);
  });

  it('says goodbye when it is closed', async () => {
    const arrives = server.nextPeer();
    open([overWebSocket(server.origin)]);
    const connected = told(socket, 'connect');
    socket.connect();
    const peer = await arrives;
    await connected;
    const left = once(peer, 'disconnect');
    socket.close();
    assert.equal((await left)[0], 'client namespace disconnect');
  });
});

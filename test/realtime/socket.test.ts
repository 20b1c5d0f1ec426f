import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { io } from 'socket.io-client';
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import {
  connect,
  createVisitor,
  type PlayedCall,
  playToMatch,
  signIn,
  startSession,
} from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { startServer } from '../support/server-process.ts';

describe('the handshake', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness();
  });
  after(() => harness.dispose());

  it('[RTM-1] refuses a foreign page, whatever cookies it brings', async () => {
    const { visitor } = await signIn(harness.address);
    const session = await startSession(visitor);
    const socket = io(harness.address, {
      transports: ['websocket'],
      reconnection: false,
      auth: { protocol: 1, as: 'agent', session, language: 'en' },
      extraHeaders: { cookie: visitor.cookies(), origin: 'https://evil.example' },
    });
    await assert.rejects(
      new Promise((resolve, reject) => {
        socket.on('connect', () => resolve(undefined));
        socket.on('connect_error', reject);
      }),
    );
    socket.close();
  });

  it('[RTM-2] tells a tab of another protocol version that it is outdated, whatever its shape', async () => {
    const { visitor } = await signIn(harness.address);
    await assert.rejects(connect(visitor, { as: 'agent', protocol: 99 }), { code: 'protocol_outdated' });
  });

  it('[RTM-3] admits an agent to their own session only; another controller’s does not exist for them', async () => {
    const { visitor: anna } = await signIn(harness.address);
    const { visitor: maris } = await signIn(harness.address, 'maris@lmt');
    const { visitor: amigo } = await signIn(harness.address, 'anna@amigo');
    const { visitor: supervisor } = await signIn(harness.address, 'janis@lmt');
    const session = await startSession(anna);
    const refusal = (visitor: typeof anna) => connect(visitor, { as: 'agent', session });
    await assert.rejects(refusal(maris), { code: 'not_allowed' });
    await assert.rejects(refusal(supervisor), { code: 'not_allowed' });
    await assert.rejects(refusal(amigo), { code: 'not_found' });
    await assert.rejects(refusal(createVisitor(harness.address)), { code: 'sign_in_required' });
    await assert.rejects(connect(createVisitor(harness.address), { as: 'caller' }), {
      code: 'credential_unknown',
    });
  });

  it('[IDN-9] ends an agent’s socket when they sign out everywhere', async () => {
    const { visitor } = await signIn(harness.address);
    const session = await startSession(visitor);
    const socket = await connect<AgentCommand>(visitor, { as: 'agent', session });
    const gone = new Promise((resolve) => socket.socket.once('disconnect', resolve));
    await visitor.post('/api/sign-out', { everywhere: true });
    await gone;
  });
});

describe('commands', () => {
  let harness: Harness;
  let call: PlayedCall;
  before(async () => {
    harness = await startHarness();
    call = await playToMatch(harness.address);
  });
  after(async () => {
    call.close();
    await harness.dispose();
  });

  const codeOf = async (message: unknown) => {
    const ack = await call.agent.socket.emitWithAck('command', message);
    return ack.ok ? 'ok' : ack.code;
  };

  it('[RTM-4] answers what it cannot read with a code and a sentence, and lives on', async () => {
    const id = () => randomUUID();
    assert.equal(await codeOf(null), 'malformed_request');
    assert.equal(await codeOf('EndSession'), 'malformed_request');
    assert.equal(await codeOf({ id: id(), command: { type: 'Explode' } }), 'unknown_command');
    assert.equal(
      await codeOf({ id: id(), command: { type: 'ConfirmMatch', digits: 'xx' } }),
      'malformed_request',
    );
    assert.equal(await codeOf({ id: id(), command: { type: 'ClearStage', extra: 1 } }), 'malformed_request');
    // A caller's command from an agent's socket is unknown there.
    assert.equal(await codeOf({ id: id(), command: { type: 'Leave' } }), 'unknown_command');
    call.agent.socket.emit('command', { id: id(), command: { type: 'ClearStage' } });
    call.agent.socket.emit('nonsense', {}, () => {});
    const ack = await call.agent.send({ type: 'ClearStage' });
    assert.ok(!ack.ok && ack.sentence.length > 10);
  });

  it('[RTM-5] answers a repeat with the first outcome, also when both come at once', async () => {
    const id = randomUUID();
    const note: AgentCommand = { type: 'ShowNote', text: 'vienreiz' };
    const [first, second] = await Promise.all([call.agent.send(note, id), call.agent.send(note, id)]);
    const third = await call.agent.send(note, id);
    assert.ok(first.ok);
    assert.deepEqual(second, first);
    assert.deepEqual(third, first);
    await call.caller.until((state) => state.status === 'joined' && state.joined.stage.kind === 'note');
    const shown = call.caller.events.filter(({ event }) => event.type === 'NoteShown');
    assert.equal(shown.length, 1);
  });

  it('[RTM-6] relays signals to the other party only, and none that the sender may not send', async () => {
    call.agent.socket.emit('signal', { type: 'camera', open: true });
    call.agent.socket.emit('signal', { type: 'pointer', x: 2, y: 0 });
    call.agent.socket.emit('signal', { type: 'pointer', x: 0.25, y: 0.5 });
    await call.caller.untilSignal((signal) => signal.type === 'pointer');
    assert.deepEqual(call.caller.signals, [{ type: 'pointer', x: 0.25, y: 0.5 }]);
    call.caller.socket.emit('signal', { type: 'camera', open: true });
    await call.agent.untilSignal((signal) => signal.type === 'camera');
  });

  it('[RTM-7] closes the connection on a message over 32 kB', async () => {
    const other = await playToMatch(harness.address, call.agentVisitor);
    const gone = new Promise((resolve) => other.caller.socket.once('disconnect', resolve));
    other.caller.socket.emit('command', {
      id: randomUUID(),
      command: { type: 'Leave', pad: 'x'.repeat(40_000) },
    });
    await gone;
    await other.agent.untilPresence(({ caller }) => caller === 'reconnecting');
    other.close();
  });

  it('[SES-9] hands the session over to a colleague, and the first agent is out', async () => {
    const other = await playToMatch(harness.address, call.agentVisitor);
    const colleagues: { id: string; name: string }[] = await (
      await other.agentVisitor.get('/api/colleagues')
    ).json();
    const maris = colleagues.find(({ name }) => name.startsWith('Māris'));
    const gone = new Promise((resolve) => other.agent.socket.once('disconnect', resolve));
    await other.agent.must({ type: 'HandOver', staff: maris?.id ?? '' });
    await gone;
    await other.caller.until((state) => state.status === 'joined' && state.agentName === 'Māris');
    await assert.rejects(connect(other.agentVisitor, { as: 'agent', session: other.session }), {
      code: 'not_allowed',
    });
    const { visitor } = await signIn(harness.address, 'maris@lmt');
    const taken = await connect<AgentCommand>(visitor, { as: 'agent', session: other.session });
    await taken.must({ type: 'ShowNote', text: 'labdien' });
    taken.close();
    other.close();
  });

  it('[GUI-13] shows only pages of the controller’s allow-list, over https', async () => {
    const show = async (url: string) => {
      const ack = await call.agent.send({ type: 'ShowPage', url, title: '' });
      return ack.ok ? 'shown' : ack.code;
    };
    for (const url of [
      'http://lmt.lv/',
      'https://evil.example/',
      'https://lmt.lv.evil.example/',
      'https://lmt.lv@evil.example/',
      'https://user@lmt.lv/',
      'https://lmt.lv:8443/',
      'javascript:alert(1)',
      'lmt.lv',
    ]) {
      assert.equal(await show(url), 'page_not_allowed', url);
    }
    assert.equal(await show('https://lmt.lv/'), 'shown');
  });
});

describe('coming back', () => {
  it('[RTM-8] brings a party to the same state through its cursor, after a kill -9 too', async () => {
    let server = await startServer();
    const call = await playToMatch(server.address);
    await call.agent.must({ type: 'ShowGuide', guide: 'wifi-password', step: 0, turning: 'both' });
    const held = await call.caller.until(
      (state) => state.status === 'joined' && state.joined.stage.kind === 'guide',
    );
    const cursor = call.caller.seq();
    call.caller.close();
    await call.agent.untilPresence(({ caller }) => caller === 'reconnecting');
    assert.ok(held.status === 'joined' && held.joined.stage.kind === 'guide');
    const { showing } = held.joined.stage;
    const id = randomUUID();
    const turn: AgentCommand = { type: 'TurnStep', showing, step: 1 };
    const first = await call.agent.send(turn, id);
    const expected = call.agent.state();
    call.agent.close();

    await server.kill();
    server = await server.restart();
    const agent = await connect<AgentCommand>(call.agentVisitor, { as: 'agent', session: call.session });
    assert.deepEqual(agent.state(), expected);
    assert.deepEqual(await agent.send(turn, id), first, 'a repeat after the restart is answered as before');
    const caller = await connect<CallerCommand>(call.callerVisitor, { as: 'caller', cursor, state: held });
    const fresh = caller.events.map(({ event }) => event.type);
    assert.deepEqual(fresh, ['StepTurned']);
    const snapshot = await connect<CallerCommand>(call.callerVisitor, { as: 'caller' });
    assert.deepEqual(caller.state(), snapshot.state(), 'events and snapshot lead to the same state');
    await agent.untilPresence(({ caller: is }) => is === 'here');
    for (const party of [agent, caller, snapshot]) party.close();
    await server.dispose();
  });

  it('[LED-3] a commit that fails is refused, shown to nobody, and can be tried again', async () => {
    let broken = false;
    const harness = await startHarness({
      journal: (real) => ({
        stream: (id) => real.stream(id),
        entries: (stream, from) => real.entries(stream, from),
        append: (appends) => (broken ? Promise.reject(new Error('disk I/O error')) : real.append(appends)),
      }),
    });
    const call = await playToMatch(harness.address);
    broken = true;
    const id = randomUUID();
    const note: AgentCommand = { type: 'ShowNote', text: 'nav saglabāts' };
    const refused = await call.agent.send(note, id);
    assert.deepEqual(!refused.ok && refused.code, 'commit_failed');
    broken = false;
    assert.ok((await call.agent.send(note, id)).ok);
    await call.caller.until((state) => state.status === 'joined' && state.joined.stage.kind === 'note');
    const shown = call.caller.events.filter(({ event }) => event.type === 'NoteShown');
    assert.equal(shown.length, 1);
    call.close();
    await harness.dispose();
  });

  it('[CFG-12] a full disk refuses new sessions and photos, and lets what runs go on', async () => {
    let free = 10 ** 9;
    const harness = await startHarness({ disk: { freeBytes: async () => free } });
    const call = await playToMatch(harness.address);
    free = 0;
    const body = { number: '+37126999999', language: 'lv', category: 'sim', matter: '', invite: 'sms' };
    const refused = await call.agentVisitor.post('/api/sessions', body);
    assert.equal(((await refused.json()) as { code: string }).code, 'storage_full');
    assert.equal((await call.agentVisitor.get('/readyz')).status, 503);
    await call.agent.must({ type: 'ShowNote', text: 'turpinām' });
    call.close();
    await harness.dispose();
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Recorded, SessionEvent } from '../../protocol/events.ts';
import { evolveAll, NO_SESSION, type SessionState } from '../../protocol/session.ts';
import { loadContent } from '../../server/content/load.ts';
import { currentText } from '../../server/content/texts.ts';
import type { Content } from '../../server/content/types.ts';
import { pictureRoutes } from '../../server/http/pictures.ts';
import { problemHandler } from '../../server/http/problem.ts';
import { createGuard } from '../../server/privacy/recorded-guard.ts';
import { NOT_RESTRICTED } from '../../server/privacy/restricted.ts';
import type { Sessions } from '../../server/session/sessions.ts';

const JOINED: SessionEvent[] = [
  {
    type: 'SessionCreated',
    controller: 'lmt',
    agentName: 'Anna',
    language: 'lv',
    category: 'wifi',
    matchRequired: false,
    word: 'kastanis',
  },
  { type: 'TermsAccepted', invitation: 'i1', terms: 't', notice: 'n', language: 'lv', device: 'phone' },
];
const SHARED: SessionEvent = {
  type: 'PhotoShared',
  photo: 'photo-0001',
  width: 4,
  height: 3,
  bytes: 9,
  confirmed: 'r',
};
const ENDED: SessionEvent = { type: 'SessionEnded', reason: 'agent-ended' };

function stateAfter(events: readonly SessionEvent[]): SessionState {
  return evolveAll(
    NO_SESSION,
    events.map((event, n): Recorded => ({ seq: n + 1, at: 1, by: 'system', event })),
  );
}

describe('media: a photo that was stored, and whose event is refused', () => {
  let content: Content;
  before(async () => {
    content = await loadContent(fileURLToPath(new URL('../../content', import.meta.url)));
  });

  /** Sends a photo while the call ends; `events` is what the session holds by then. Answers what was discarded. */
  async function sendTooLate(events: readonly SessionEvent[]): Promise<string[]> {
    const discarded: string[] = [];
    const never = () => assert.fail('not a part of this');
    const sessions: Sessions = {
      create: never,
      answered: never,
      since: never,
      onCommitted: never,
      forget: never,
      execute: async () => ({ ok: false, code: 'session_ended' }),
      view: async () => ({ state: stateAfter(events), seq: events.length, controller: 'lmt', staff: 's' }),
    };
    const app = express();
    app.use(
      pictureRoutes({
        sessions,
        content,
        guard: createGuard({
          log: { append: async () => {}, read: async () => [], openRows: async () => [] },
          clock: { now: () => 1 },
          restrictedOf: () => NOT_RESTRICTED,
        }),
        newId: never,
        hasRoom: async () => true,
        reader: { open: never },
        intake: {
          store: async () => ({
            ok: true,
            media: 'photo-0001',
            width: 4,
            height: 3,
            bytes: 9,
            digest: new Uint8Array(32),
            variants: [{ id: 'o1', width: 4, height: 3, bytes: 9, digest: new Uint8Array(32) }],
          }),
          async discard(session, media) {
            discarded.push(`${session}/${media}`);
            return 'complete';
          },
          erase: never,
          resume: never,
        },
        callerGate: async () => ({ session: 's1', scope: 'call', state: stateAfter(JOINED) }),
        staffGate: () => (_req, _res, next) => next(),
      }),
    );
    app.use(problemHandler({ info: never, error: never }));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    const confirmed = currentText(content, 'lmt', 'reminder').version;
    const answer = await fetch(`http://127.0.0.1:${address.port}/api/caller/photos/photo-0001`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg', 'x-confirmed': confirmed },
      body: Buffer.from([0xff, 0xd8, 0xff]),
    });
    assert.match(await answer.text(), /"code":"session_ended"/);
    server.close();
    server.closeAllConnections();
    return discarded;
  }

  it('[PHO-29] is discarded', async () => {
    assert.deepEqual(await sendTooLate([...JOINED, ENDED]), ['s1/photo-0001']);
  });

  it('[PHO-29] is kept if it is a repeat of one that an event tells of', async () => {
    assert.deepEqual(await sendTooLate([...JOINED, SHARED, ENDED]), []);
  });
});

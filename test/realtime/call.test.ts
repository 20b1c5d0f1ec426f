import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { CallerCommand } from '../../protocol/commands.ts';
import type { CaseNote, PhotoStored } from '../../protocol/http.ts';
import { connect, json, playToMatch } from '../support/call.ts';
import { photoWithLocation } from '../support/pictures.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

describe('a whole call over the wire', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer();
  });
  after(() => server.dispose());

  it('shows a guide, takes a photo, ends, and lets the caller erase', async () => {
    const { session, agent, caller, agentVisitor, callerVisitor, close } = await playToMatch(server.address);
    await agent.must({ type: 'ShowGuide', guide: 'router-lights', step: 0, turning: 'agent' });
    const shown = await caller.until(
      (state) => state.status === 'joined' && state.joined.stage.kind === 'guide',
    );
    assert.ok(shown.status === 'joined' && shown.joined.stage.kind === 'guide');
    const { showing } = shown.joined.stage;
    await caller.must({ type: 'ConfirmDisplayed', showing, step: 0 });
    await agent.until(
      (state) =>
        state.status === 'joined' &&
        state.joined.stage.kind === 'guide' &&
        state.joined.stage.displayedStep === 0,
    );
    const refused = await caller.send({ type: 'TurnStep', showing, step: 1 });
    assert.deepEqual([refused.ok, refused.ok ? '' : refused.code], [false, 'turning_not_allowed']);

    const view = await json<{ reminder: string }>(await callerVisitor.get('/api/caller'));
    const photo = 'photo-0001';
    const stored = await json<PhotoStored>(
      await callerVisitor.upload(`/api/caller/photos/${photo}`, await photoWithLocation(800, 600), {
        'x-confirmed': view.reminder,
      }),
      201,
    );
    assert.ok(stored.width > 0);
    await agent.until((state) => state.status === 'joined' && state.joined.photos.length === 1);
    const picture = await agentVisitor.get(`/api/sessions/${session}/media/${photo}?width=320`);
    assert.equal(picture.status, 200);
    assert.equal(picture.headers.get('content-type'), 'image/jpeg');

    await agent.must({ type: 'EndSession' });
    await caller.until((state) => state.status === 'ended');
    await agent.must({ type: 'NoteOutcome', solved: true });
    const note = await json<CaseNote>(await agentVisitor.get(`/api/sessions/${session}/note?language=en`));
    assert.match(note.text, /Outcome: solved/);
    const after = await json<{ photos: unknown[] }>(await callerVisitor.post('/api/caller/after', {}));
    assert.equal(after.photos.length, 1);
    await json(await callerVisitor.post('/api/caller/after/erase', {}));
    assert.equal((await agentVisitor.get(`/api/sessions/${session}/media/${photo}`)).status, 410);
    await assert.rejects(connect<CallerCommand>(callerVisitor, { as: 'caller' }), {
      code: 'credential_unknown',
    });
    close();
  });
});

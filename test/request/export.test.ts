import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Language } from '../../protocol/language.ts';
import { controllerEvents } from '../privacy/support.ts';
import { json, type Visitor } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { conforms } from './json-schema.ts';
import { callOf, codeOf, type Desk, NUMBER, openDesk } from './support.ts';
import { type Files, textOf, unzip } from './zip.ts';

/** Words of others that no copy may hold. */
const CANARIES = ['SVESA-LIETA', 'CITA-PARZINA-LIETA', 'SVESS-PIEPRASIJUMS', '26999999'];

describe('the copy of a subject’s data', () => {
  let harness: Harness;
  let desk: Desk;
  let mine: Awaited<ReturnType<typeof callOf>>;
  beforeEach(async () => {
    harness = await startHarness();
    desk = await openDesk(harness);
    mine = await callOf(harness, NUMBER, { note: 'MANA-LIETA' });
  });
  afterEach(() => harness.dispose());

  async function filesOf(visitor: Visitor, id: string): Promise<Files> {
    const answer = await visitor.get(`/api/review/requests/${id}/export`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/zip');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    return unzip(new Uint8Array(await answer.arrayBuffer()));
  }

  async function copyIn(language: Language): Promise<Files> {
    const { id } = await desk.verified('access', { language });
    return filesOf(desk.visitor, id);
  }

  it('[DSR-13] holds README, summary, data, schema and the pictures, byte for byte', async () => {
    const path = `/api/sessions/${mine.session}/media/photo-0001`;
    const shown = new Uint8Array(await (await mine.agentVisitor.get(path)).arrayBuffer());
    await mine.end();
    const files = await copyIn('lv');
    const picture = `pictures/${mine.session}/photo-0001.jpg`;
    assert.deepEqual([...files.keys()], ['README.txt', 'summary.html', 'data.json', 'schema.json', picture]);
    assert.ok(shown.length > 1000);
    assert.deepEqual(files.get(picture), shown);
    const schema: unknown = JSON.parse(textOf(files, 'schema.json'));
    const data: unknown = JSON.parse(textOf(files, 'data.json'));
    assert.deepEqual(conforms(schema, data), []);
    assert.notDeepEqual(conforms(schema, { ...(data as object), extra: 1 }), []);
  });

  it('[DSR-13] data.json says what was shared, shown and answered, until when it is kept, and by whom', async () => {
    await mine.end();
    const data = JSON.parse(textOf(await copyIn('lv'), 'data.json'));
    assert.equal(data.subject.number, NUMBER);
    const [session] = data.sessions;
    assert.equal(session.id, mine.session);
    assert.equal(session.agent, 'Anna');
    assert.equal(session.matter.text, 'Lieta: MANA-LIETA');
    assert.equal(session.call, 'c-MANA-LIETA');
    assert.equal(session.keptUntil.content, '2027-02-18T08:00:00.000Z');
    const told = session.happened.map(({ what }: { what: string }) => what);
    for (const what of [
      'SmsSent',
      'TermsAccepted',
      'NoteShown',
      'GuideShown',
      'StepAnswered',
      'PhotoShared',
    ]) {
      assert.ok(told.includes(what), what);
    }
    assert.equal(data.requests[0].kind, 'access');
    assert.deepEqual(
      data.processing.rights.map(({ article }: { article: number }) => article),
      [15, 16, 17, 18, 20, 21, 22, 77],
    );
    const said = JSON.stringify(data);
    const account = await json<{ id: string }>(await mine.agentVisitor.get('/api/me'));
    assert.ok(!said.includes(account.id), 'staff is pseudonymous');
    assert.ok(!/"(token|code|digits|word|staff)":/.test(said));
  });

  for (const [language, words] of [
    [
      'lv',
      ['Jūsu dati', 'Jums parādīts teksts: “MANA-LIETA”', 'vajadzīga palīdzība', 'Datu valsts inspekcija'],
    ],
    [
      'ru',
      ['Ваши данные', 'Вам показан текст: «MANA-LIETA»', 'нужна помощь', 'Государственная инспекция данных'],
    ],
    ['en', ['Your data', 'You were shown the text: “MANA-LIETA”', 'I need help', 'Data State Inspectorate']],
  ] as const) {
    it(`[DSR-14] the summary can be read in ${language}, and runs nothing`, async () => {
      await mine.end();
      const files = await copyIn(language);
      const page = textOf(files, 'summary.html');
      assert.ok(page.includes(`<html lang="${language}">`));
      for (const word of words) assert.ok(page.includes(word), word);
      assert.ok(page.includes(`pictures/${mine.session}/photo-0001.jpg`));
      assert.ok(!/<script|javascript:|\son\w+=/i.test(page));
      assert.ok(textOf(files, 'README.txt').includes('data.json'));
    });
  }

  it('[DSR-14] what people wrote is shown as they wrote it, never run', async () => {
    await mine.agent.must({ type: 'ShowNote', text: '<script>alert(1)</script>' });
    await mine.end();
    const page = textOf(await copyIn('en'), 'summary.html');
    assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;') && !page.includes('<script>'));
  });

  it('[DSR-15] holds nothing of another subject or another controller', async () => {
    await mine.end();
    await (await callOf(harness, '+37126999999', { agent: 'maris@lmt', note: 'SVESA-LIETA' })).end();
    await (await callOf(harness, NUMBER, { agent: 'anna@amigo', note: 'CITA-PARZINA-LIETA' })).end();
    await desk.create('access', { number: '+37126999999', text: 'SVESS-PIEPRASIJUMS' });
    const files = await copyIn('lv');
    for (const [name, bytes] of files) {
      const text = Buffer.from(bytes).toString('latin1');
      for (const canary of CANARIES) assert.ok(!text.includes(canary), `${canary} in ${name}`);
    }
    assert.equal([...files.keys()].filter((name) => name.startsWith('pictures/')).length, 1);
  });

  it('[DSR-15] leaves out what was before the number became theirs', async () => {
    await mine.end();
    await harness.clock.pass(1000);
    const holderSince = harness.clock.now();
    const { id } = await desk.create('access');
    await desk.step(id, 'verify', { how: 'Līgums', holderSince });
    const files = await filesOf(desk.visitor, id);
    assert.ok(!textOf(files, 'data.json').includes('MANA-LIETA'));
    assert.ok(textOf(files, 'summary.html').includes('Nevienas sarunas satura vairs nav'));
  });

  it('[DSR-15] gives out no photo that was erased', async () => {
    await mine.caller.must({ type: 'TakeBackPhoto', photo: 'photo-0001' });
    await mine.end();
    const files = await copyIn('lv');
    assert.deepEqual(
      [...files.keys()].filter((name) => name.startsWith('pictures/')),
      [],
    );
    assert.deepEqual(JSON.parse(textOf(files, 'data.json')).sessions[0].pictures, [
      { id: 'photo-0001', kind: 'photo' },
    ]);
  });

  it('[DSR-16] every category of every session is read under a recorded grant, and the copy is an entry', async () => {
    await mine.end();
    const { id } = await desk.verified('portability');
    await filesOf(desk.visitor, id);
    const events = (await controllerEvents(harness)).map(({ event }) => event);
    const granted = events.flatMap((event) =>
      event.type === 'GrantGiven' && event.purpose === 'subject-request' && event.session === mine.session
        ? [`${event.who} ${event.category}`]
        : [],
    );
    assert.deepEqual(
      granted,
      ['contact', 'matter', 'usage', 'shown', 'answers', 'photo'].map((one) => `reviewer ${one}`),
    );
    assert.deepEqual(
      events.findLast(({ type }) => type === 'SubjectExported'),
      {
        type: 'SubjectExported',
        request: id,
        sessions: 1,
        pictures: 1,
      },
    );
  });

  it('[DSR-16] no other kind of request opens a copy, and none that is closed', async () => {
    await mine.end();
    const erasure = await desk.verified('erasure');
    const path = (id: string) => `/api/review/requests/${id}/export`;
    assert.equal(await codeOf(await desk.visitor.get(path(erasure.id))), 'request_state_wrong');
    const access = await desk.verified('access');
    await desk.step(access.id, 'answer', { outcome: 'fulfilled', explanation: 'Nosūtīts' });
    assert.equal(await codeOf(await desk.visitor.get(path(access.id))), 'request_state_wrong');
  });
});

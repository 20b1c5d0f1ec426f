import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SmsError, type SmsMessage } from '../../server/ports.ts';
import { createScanner, formsOf, numberForms } from '../rigs/crash/plaintext.ts';
import { createVisitor, freshNumber, json, playToMatch, signIn } from '../support/call.ts';
import { type Harness, MINUTE, startHarness } from '../support/harness.ts';
import { askCode, codeFor, messagesTo, redeem, signedIn } from './support.ts';

const WRONG = (code: string) => (code === '000000' ? '000001' : '000000');
const codeOf = async (response: Response) => (await json<{ code: string }>(response, response.status)).code;

describe('the subject’s sign-in', function () {
  this.timeout(20_000);
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    assert.deepEqual(harness.faults, []);
    await harness.dispose();
  });

  it('[SUB-1] the door of a controller says whose it is, to everyone', async () => {
    const visitor = createVisitor(harness.address);
    const door = await json<{ brand: { key: string }; prefix: string }>(
      await visitor.get('/api/subject/of/amigo'),
    );
    assert.equal(door.brand.key, 'amigo');
    assert.equal(door.prefix, '+371');
    assert.equal(await codeOf(await visitor.get('/api/subject/of/nobody')), 'controller_unknown');
  });

  it('[SUB-2] a code comes by SMS and opens the page in the browser where it is typed', async () => {
    const { address } = harness;
    const number = freshNumber();
    const visitor = createVisitor(address);
    assert.equal((await visitor.get('/api/subject')).status, 401);
    // Typed as people do, without the country code.
    assert.equal((await askCode(visitor, ` ${number.slice(4, 6)} ${number.slice(6)}`)).status, 200);
    const code = await codeFor(address, number);
    const [text = ''] = await messagesTo(address, number);
    assert.ok(text.includes(`${address}/my/lmt`), text);
    const answer = await redeem(visitor, number, code);
    assert.equal(answer.status, 204);
    const cookie = answer.headers.getSetCookie().join();
    assert.match(cookie, /^zvana_my=[\w-]{43}; Max-Age=1800; Path=\/;.*HttpOnly; SameSite=Strict$/);
    assert.equal((await visitor.get('/api/subject')).status, 200);
  });

  it('[SUB-3] the answer is the same whether or not the number has ever been here', async () => {
    const { address, clock } = harness;
    const call = await playToMatch(address);
    call.close();
    const [known, unknown] = [call.number, freshNumber()];
    const answers = await Promise.all(
      [known, unknown].map(async (number) => {
        const visitor = createVisitor(address);
        const asked = await askCode(visitor, number);
        await codeFor(address, number);
        const wrong = await redeem(visitor, number, WRONG(await codeFor(address, number)));
        return { asked: [asked.status, await asked.text()], wrong: [wrong.status, await wrong.text()] };
      }),
    );
    assert.deepEqual(answers[0], answers[1]);
    // Nor does a number that no code was sent to answer otherwise than a wrong code.
    const never = await redeem(createVisitor(address), freshNumber(), '123456');
    assert.deepEqual([never.status, await never.text()], answers[0]?.wrong);
    await clock.pass(0);
  });

  it('[SUB-4] a code is good for ten minutes, and once', async () => {
    const { address, clock } = harness;
    const number = freshNumber();
    const visitor = createVisitor(address);
    await askCode(visitor, number);
    const old = await codeFor(address, number);
    await clock.pass(10 * MINUTE);
    assert.equal(await codeOf(await redeem(visitor, number, old)), 'subject_code_wrong');
    await askCode(visitor, number);
    const code = await codeFor(address, number, 2);
    assert.equal((await redeem(visitor, number, code)).status, 204);
    assert.equal(await codeOf(await redeem(createVisitor(address), number, code)), 'subject_code_wrong');
  });

  it('[SUB-4] a newer code replaces the one before it', async () => {
    const { address } = harness;
    const number = freshNumber();
    const visitor = createVisitor(address);
    await askCode(visitor, number);
    const first = await codeFor(address, number);
    await askCode(visitor, number);
    const second = await codeFor(address, number, 2);
    if (first !== second)
      assert.equal(await codeOf(await redeem(visitor, number, first)), 'subject_code_wrong');
    assert.equal((await redeem(visitor, number, second)).status, 204);
  });

  it('[SUB-5] five tries are counted before they are compared, also when they come at once', async () => {
    const { address } = harness;
    const number = freshNumber();
    const visitor = createVisitor(address);
    await askCode(visitor, number);
    const code = await codeFor(address, number);
    const tries = await Promise.all(Array.from({ length: 5 }, () => redeem(visitor, number, WRONG(code))));
    assert.deepEqual(
      tries.map(({ status }) => status),
      [403, 403, 403, 403, 403],
    );
    assert.equal(await codeOf(await redeem(visitor, number, code)), 'subject_code_wrong');
  });

  it('[SUB-5] the right code, sent twice at once, opens once', async () => {
    const { address } = harness;
    const number = freshNumber();
    await askCode(createVisitor(address), number);
    const code = await codeFor(address, number);
    const both = await Promise.all([1, 2].map(() => redeem(createVisitor(address), number, code)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 403]);
  });

  it('[SUB-6] a code of one controller opens nothing at another', async () => {
    const { address } = harness;
    const number = freshNumber();
    await askCode(createVisitor(address), number, 'lmt');
    const code = await codeFor(address, number);
    assert.equal((await redeem(createVisitor(address), number, code, 'amigo')).status, 403);
    assert.equal((await redeem(createVisitor(address), number, code, 'lmt')).status, 204);
  });

  it('[SUB-7] four codes an hour to a number, whoever asks', async () => {
    const { address } = harness;
    const number = freshNumber();
    for (let count = 0; count < 4; count += 1) {
      assert.equal((await askCode(createVisitor(address), number)).status, 200);
    }
    const fifth = await askCode(createVisitor(address), number);
    assert.equal(fifth.status, 429);
    assert.ok(Number(fifth.headers.get('retry-after')) > 3000);
    assert.equal(await codeOf(fifth), 'subject_limit_reached');
    await codeFor(address, number, 4);
    assert.equal((await messagesTo(address, number)).length, 4);
  });

  it('[SUB-7] twenty codes an hour from one client, to whatever numbers', async () => {
    const visitor = createVisitor(harness.address);
    const statuses: number[] = [];
    for (let count = 0; count < 21; count += 1) statuses.push((await askCode(visitor, freshNumber())).status);
    assert.deepEqual([...new Set(statuses.slice(0, 20))], [200]);
    assert.equal(statuses[20], 429);
  });

  it('[SUB-7] thirty tries in ten minutes from one client', async () => {
    const visitor = createVisitor(harness.address);
    const statuses: number[] = [];
    for (let count = 0; count < 31; count += 1) {
      statuses.push((await redeem(visitor, freshNumber(), '123456')).status);
    }
    assert.deepEqual([...new Set(statuses.slice(0, 30))], [403]);
    assert.equal(statuses[30], 429);
  });

  it('[SUB-8] half an hour, or until signing out', async () => {
    const { address, clock } = harness;
    const number = freshNumber();
    const one = await signedIn(address, number);
    await clock.pass(30 * MINUTE - 1);
    assert.equal((await one.get('/api/subject')).status, 200);
    await clock.pass(1);
    assert.equal(await codeOf(await one.get('/api/subject')), 'subject_sign_in_required');
    const two = await signedIn(address, number, 'lmt', 2);
    const cookies = two.cookies();
    assert.equal((await two.post('/api/subject/sign-out', {})).status, 204);
    const replayed = await fetch(`${address}/api/subject`, { headers: { cookie: cookies } });
    assert.equal(replayed.status, 401);
  });

  it('[SUB-9] a number that is none, or of a country without SMS, is refused by its own sentence', async () => {
    const visitor = createVisitor(harness.address);
    for (const number of ['123', '+4915112345678', '']) {
      assert.equal(await codeOf(await askCode(visitor, number)), 'subject_number_refused', number);
    }
    for (const code of ['12345', '1234567', 'abcdef', '']) {
      assert.equal(await codeOf(await redeem(visitor, freshNumber(), code)), 'malformed_request', code);
    }
  });

  it('[SUB-10] neither number nor code nor token stands in the database, before and after', async () => {
    const { address, database } = harness;
    const number = freshNumber();
    const visitor = createVisitor(address);
    await askCode(visitor, number);
    const code = await codeFor(address, number);
    const before = await rowsOf(database);
    assert.equal(before.code.length, 1);
    assert.equal((await redeem(visitor, number, code)).status, 204);
    const token = /zvana_my=([\w-]{43})/.exec(visitor.cookies())?.[1] ?? assert.fail();
    const after = await rowsOf(database);
    assert.equal(after.credential.length, 1);
    assert.equal(after.credential[0]?.token_hash, createHash('sha256').update(token).digest('hex'));
    for (const secret of [number, number.slice(4), code, token]) {
      for (const stored of bytesOf([before, after])) assert.ok(!stored.includes(secret), secret.slice(0, 2));
    }
    // The hash of a code is keyed: a million digests of six digits would be tried in a second.
    const plain = createHash('sha256').update(code).digest('hex');
    assert.ok(!JSON.stringify(before).includes(plain));
  });

  it('[SUB-10] nor in any other file of the data directory', async () => {
    const { address, dataDir, clock } = harness;
    const number = freshNumber();
    const subject = createVisitor(address);
    await askCode(subject, number);
    const code = await codeFor(address, number);
    assert.equal((await redeem(subject, number, code)).status, 204);
    const words = 'Lūdzu, izlabojiet manu uzvārdu uz Dzeltkalējs';
    const asked = { kind: 'rectification', text: words, language: 'lv' };
    await json(await subject.post('/api/subject/requests', asked), 201);
    const { scanFolder } = createScanner([
      ...numberForms(number),
      ...formsOf('code', code),
      ...formsOf('words', words),
    ]);
    assert.deepEqual(scanFolder(dataDir), []);
    await clock.pass(31 * MINUTE);
    assert.deepEqual(scanFolder(dataDir), []);
  });

  it('[SUB-11] a message is gone with its key once it is past its time', async () => {
    const { address, clock, database, keyStore } = harness;
    const number = freshNumber();
    await askCode(createVisitor(address), number);
    await codeFor(address, number);
    const [row] = (await rowsOf(database)).sms;
    const key = `record:sms:${row?.id}`;
    assert.ok(await keyStore.get(key));
    await clock.pass(10 * MINUTE);
    assert.deepEqual((await rowsOf(database)).sms, []);
    assert.deepEqual((await rowsOf(database)).code, []);
    assert.equal(await keyStore.get(key), undefined);
  });

  it('[SUB-12] staff’s and callers’ cookies open nothing here, and this one nothing of theirs', async () => {
    const { address } = harness;
    const { visitor: agent } = await signIn(address);
    assert.equal((await agent.get('/api/subject')).status, 401);
    const call = await playToMatch(address, agent);
    assert.equal((await call.callerVisitor.get('/api/subject')).status, 401);
    const subject = await signedIn(address, call.number);
    assert.equal((await subject.get('/api/caller')).status, 401);
    assert.equal((await subject.get('/api/me')).status, 401);
    call.close();
  });
});

describe('the subject’s outbox', () => {
  it('[SUB-11] tries again under the same id, and says nothing more once it is delivered', async () => {
    const sent: SmsMessage[] = [];
    let down = true;
    const reports: ((report: { id: string; outcome: 'delivered' }) => void)[] = [];
    const harness = await startHarness({
      gateway: {
        async send(message) {
          sent.push(message);
          if (down) throw new SmsError('down', true);
        },
        onReport: (listener) => void reports.push(listener),
        onIncoming() {},
      },
    });
    try {
      const number = freshNumber();
      assert.equal((await askCode(createVisitor(harness.address), number)).status, 200);
      await harness.clock.pass(0);
      down = false;
      await harness.clock.pass(3000);
      assert.equal(sent.length, 2);
      assert.deepEqual(sent[0], sent[1]);
      assert.equal(sent[1]?.to, number);
      const [row] = (await rowsOf(harness.database)).sms;
      assert.equal(row?.state, 'sent');
      for (const tell of reports) tell({ id: sent[0]?.id ?? '', outcome: 'delivered' });
      for (let tries = 0; tries < 500 && (await rowsOf(harness.database)).sms.length > 0; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.deepEqual((await rowsOf(harness.database)).sms, []);
      assert.equal(await harness.keyStore.get(`record:sms:${row?.id}`), undefined);
    } finally {
      await harness.dispose();
    }
  });
});

async function rowsOf(database: Harness['database']) {
  return {
    code: await database.selectFrom('subject_code').selectAll().execute(),
    sms: await database.selectFrom('subject_sms').selectAll().execute(),
    credential: await database.selectFrom('subject_credential').selectAll().execute(),
  };
}

/** Every value of every row, as it would be seen in the file. */
function bytesOf(of: readonly Awaited<ReturnType<typeof rowsOf>>[]): readonly Buffer[] {
  const rows = of.flatMap(({ code, sms, credential }) => [...code, ...sms, ...credential]);
  return rows.flatMap((row) =>
    Object.values(row).map((value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)),
    ),
  );
}

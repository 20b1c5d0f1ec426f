import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openEntry } from '../../server/ledger/entry.ts';
import { createKeys } from '../../server/ledger/keys.ts';
import { lookupHash } from '../../server/ledger/lookup.ts';
import { openObject, SealError } from '../../server/media/seal.ts';
import { ROOT, sourceFiles, withoutComments } from '../architecture/imports.ts';
import { json, type PlayedCall, playToMatch, signIn } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';

/** Tables of rows that belong to one controller. */
const OWNED = [
  'account',
  'audit_draw',
  'audit_item',
  'audit_progress',
  'audit_score',
  'breach',
  'checkpoint_leaf',
  'checkpoint_log',
  'consent_change',
  'consent_source',
  'consent_standing',
  'consent_subject',
  'consent_system',
  'consent_system_key',
  'consent_webhook',
  'content_access',
  'controller_entry',
  'finding',
  'hold',
  'ledger_verification',
  'mail_outbox',
  'media',
  'number_file',
  'number_handed_over',
  'offer_mail',
  'period_change',
  'rating_count',
  'session',
  'sms',
  'sms_confirmation',
  'sms_incoming',
  'sms_sender',
  'stream',
  'stream_gone',
  'subject_code',
  'subject_credential',
  'subject_request',
  'subject_sms',
  'sweep_stop',
  'webhook',
];

/** Where people's questions are answered. */
const ANSWERING = ['server/http', 'server/review', 'server/request', 'server/subject', 'server/system'];

const BY_ITSELF = 'done by the service itself, for all controllers, and answered to nobody';
const FOUND_BEFORE = 'about a session or record that was found before with its controller';
const NARROWED = 'narrows a query that names the controller';
const BY_SECRET = 'found by the hash of a random secret that only one browser has';

/** Reads that do not name the controller, and why each is no way into another one. */
const EXCUSED: Readonly<Record<string, string>> = {
  'server/review/queue/draw.ts audit_progress': BY_ITSELF,
  'server/review/queue/sweep.ts audit_item': BY_ITSELF,
  'server/review/queue/sweep.ts finding': BY_ITSELF,
  'server/review/queue/sweep.ts hold': BY_ITSELF,
  'server/review/sessions.ts session': NARROWED,
  'server/review/sessions.ts media': FOUND_BEFORE,
  'server/review/sessions.ts hold': FOUND_BEFORE,
  'server/request/erase.ts session': FOUND_BEFORE,
  'server/request/export/export.ts media': FOUND_BEFORE,
  'server/request/purge.ts subject_request': BY_ITSELF,
  'server/request/register.ts subject_request': NARROWED,
  'server/request/subject.ts media': FOUND_BEFORE,
  'server/subject/erase.ts session': FOUND_BEFORE,
  'server/subject/outbox.ts subject_sms': BY_ITSELF,
  'server/subject/sign-in.ts subject_credential': BY_SECRET,
  'server/system/changes.ts consent_change': NARROWED,
  'server/system/systems.ts consent_system_key': BY_SECRET,
  'server/system/webhooks.ts consent_system': BY_ITSELF,
  'server/system/webhooks.ts consent_webhook': BY_ITSELF,
};

const READ = /selectFrom\(\s*'(\w+)/g;
const STATEMENT_ENDS = /\.execute\w*\(|\.compile\(|;|\n\n/;

/** File and table of each read that does not say whose rows it wants. */
function unnamedReads(): readonly string[] {
  const found = new Set<string>();
  for (const file of ANSWERING.flatMap(sourceFiles)) {
    const code = withoutComments(readFileSync(join(ROOT, file), 'utf8'));
    for (const match of code.matchAll(READ)) {
      const [statement = ''] = code.slice(match.index).split(STATEMENT_ENDS, 1);
      const table = match[1] ?? '';
      if (OWNED.includes(table) && !statement.includes('controller')) found.add(`${file} ${table}`);
    }
  }
  return [...found].sort();
}

describe('controllers are apart', function () {
  this.timeout(60_000);
  let harness: Harness;
  const calls: PlayedCall[] = [];
  const number = '+37126555001';
  before(async () => {
    harness = await startHarness();
    for (const controller of ['lmt', 'amigo']) {
      const { visitor } = await signIn(harness.address, `anna@${controller}`);
      const call = await playToMatch(harness.address, visitor, { number });
      calls.push(call);
      const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
      const headers = { 'x-confirmed': reminder };
      await json(
        await call.callerVisitor.upload('/api/caller/photos/photo-0001', await jpeg(64, 48), headers),
        201,
      );
    }
  });
  after(async () => {
    for (const call of calls) call.close();
    await harness.dispose();
  });

  const rows = () => harness.database.selectFrom('media').selectAll().orderBy('controller', 'desc').execute();

  it('[ISO-8] a wrapped key opens for its controller alone', async () => {
    const [own] = await rows();
    assert.ok(own);
    const session = await harness.keyStore.get(`session:${own.session}`);
    assert.ok(session && session.controller === 'lmt');
    await harness.keyWrapper.unwrap('lmt', session.wrapped, session.id);
    await assert.rejects(harness.keyWrapper.unwrap('amigo', session.wrapped, session.id));
  });

  it('[ISO-8] sealed bytes open only as those of their controller, session and object', async () => {
    const [own, foreign] = await rows().then((all) => [
      all.find(({ controller }) => controller === 'lmt'),
      all.find(({ controller }) => controller === 'amigo'),
    ]);
    assert.ok(own && foreign);
    const keys = createKeys(harness.keyWrapper, harness.keyStore, () => '');
    const dataKey = await keys.openObject(own.key);
    const sealed = await harness.objects.get(`lmt/${own.session}/${own.id}`);
    assert.ok(dataKey && sealed);
    const bound = { controller: 'lmt', session: own.session, object: own.id };
    openObject(dataKey, bound, sealed);
    for (const other of [
      { ...bound, controller: 'amigo' },
      { ...bound, session: foreign.session },
      { ...bound, object: foreign.id },
    ]) {
      assert.throws(() => openObject(dataKey, other, sealed), SealError);
    }
  });

  it('[ISO-8] an entry of the log opens only as its controller’s', async () => {
    const [own] = await rows();
    assert.ok(own);
    const keys = createKeys(harness.keyWrapper, harness.keyStore, () => '');
    const log = await keys.openLog(own.session);
    const [entry] = await harness.journal.entries(`session:${own.session}`, 0);
    assert.ok(log && entry);
    assert.ok(openEntry(log, 'lmt', entry).length > 0);
    assert.throws(() => openEntry(log, 'amigo', entry));
  });

  it('[ISO-8] an object’s path begins with its controller and session', async () => {
    const places = (await rows())
      .map(({ controller, session, id }) => `${controller}/${session}/${id}`)
      .sort();
    const stored: string[] = [];
    for (const controller of ['lmt', 'amigo']) {
      for await (const key of harness.objects.list(`${controller}/`)) stored.push(key);
    }
    assert.ok(stored.length >= 2);
    assert.deepEqual(stored.sort(), places);
  });

  it('[ISO-8] one number has another hash for each controller', async () => {
    const hashes = ['lmt', 'amigo'].map((key) =>
      lookupHash(harness.keyWrapper.lookupKey(key), 'number', number),
    );
    assert.notEqual(hashes[0], hashes[1]);
    const stored = await harness.database
      .selectFrom('session')
      .select(['controller', 'number_hash'])
      .orderBy('controller', 'desc')
      .execute();
    assert.deepEqual(
      stored.map(({ controller, number_hash }) => [controller, number_hash]),
      [
        ['lmt', hashes[0]],
        ['amigo', hashes[1]],
      ],
    );
  });

  it('[ISO-8] each table with a column for it is known', async () => {
    const tables = await harness.database.introspection.getTables();
    const owned = tables.filter(({ columns }) => columns.some(({ name }) => name === 'controller'));
    assert.deepEqual(owned.map(({ name }) => name).sort(), OWNED);
  });

  it('[ISO-8] whatever answers people reads such a table with the controller, or says why it need not', () => {
    assert.deepEqual(unnamedReads(), Object.keys(EXCUSED).sort());
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { loadContent } from '../../server/content/load.ts';
import { currentText } from '../../server/content/texts.ts';
import { type RecordOfProcessing, recordOfProcessing } from '../../server/privacy/record-of-processing.ts';
import { createVisitor, json, signIn } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import {
  BASES,
  CONSENT_BASES,
  NOTICE_PERIODS,
  OWN_PERIODS,
  PERIODS,
  RECIPIENTS,
  RIGHTS,
  TRANSFERS,
} from './promises.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SAMPLE = {
  key: 'x',
  name: 'SIA <X>',
  registration: '1',
  address: 'Rīga',
  dataProtection: 'x@example.lv',
};

describe('the record of processing', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness();
  });
  after(() => harness.dispose());

  it('[ROP-1] names every purpose with its basis, and every period, as promised', () => {
    const record = recordOfProcessing(SAMPLE);
    assert.deepEqual(
      record.activities.map(({ purpose, basis }) => `${purpose} ${basis}`).sort(),
      [...BASES, ...CONSENT_BASES].map(({ purpose, basis }) => `${purpose} ${basis}`).sort(),
    );
    assert.deepEqual(
      record.retention.map(({ what, period }) => ({ what, period })),
      [...PERIODS, ...OWN_PERIODS].map(({ what, period }) => ({ what, period })),
    );
    assert.equal(record.activities.find(({ purpose }) => purpose === 'wrap-up')?.for, 'PT30M');
    for (const recipient of RECIPIENTS) {
      assert.ok(
        record.recipients.some(({ who }) => who.includes(recipient.record)),
        recipient.record,
      );
    }
    assert.deepEqual(
      record.rights.map(({ article }) => article).filter((article) => article < 77),
      [...RIGHTS],
    );
  });

  it('[REV-26] says whether a second person opens content, or the only reviewer alone', () => {
    const told = (secondPerson: boolean) =>
      JSON.stringify(recordOfProcessing({ ...SAMPLE, review: { secondPerson } }));
    assert.match(told(true), /a second person must agree to open it/);
    assert.match(told(true), /content when a second person agreed/);
    assert.match(told(false), /the only reviewer opens it for a stated case and reason/);
    assert.doesNotMatch(told(false), /second person agreed/);
  });

  it('[ROP-2] the notice in force makes the same promises in each language', async () => {
    const content = await loadContent(join(ROOT, 'content'));
    for (const { key } of content.controllers.values()) {
      const notice = currentText(content, key, 'notice');
      assert.deepEqual({ ...notice.periods }, NOTICE_PERIODS);
      for (const language of ['lv', 'ru', 'en'] as const) {
        const text = notice.markdown[language];
        const said = [...PERIODS, ...BASES, ...RECIPIENTS].map((promise) => promise.notice[language]);
        for (const words of [...said, TRANSFERS[language]]) {
          assert.ok(text.includes(words), `${key} ${language}: ${words}`);
        }
        for (const article of RIGHTS)
          assert.match(text, new RegExp(`\\b${article}\\b`), `${language}: ${article}`);
      }
    }
  });

  it('[ROP-3] has a version that stands for its content', () => {
    const { version } = recordOfProcessing(SAMPLE);
    assert.match(version, /^[0-9a-f]{12}$/);
    assert.equal(recordOfProcessing({ ...SAMPLE }).version, version);
    assert.notEqual(recordOfProcessing({ ...SAMPLE, address: 'Ogre' }).version, version);
  });

  it('[ROP-4] is the reviewer’s, of their own controller, as data and as a page', async () => {
    const reviewer = (await signIn(harness.address, 'ilze@lmt')).visitor;
    const record = await json<RecordOfProcessing>(await reviewer.get('/api/review/record'));
    assert.equal(record.controller.name, 'SIA Latvijas Mobilais Telefons');
    const page = await reviewer.get('/api/review/record.html');
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    const html = await page.text();
    assert.ok(html.includes(record.version) && html.includes('SIA Latvijas Mobilais Telefons'));
    const agent = (await signIn(harness.address)).visitor;
    for (const path of ['/api/review/record', '/api/review/record.html']) {
      assert.equal((await agent.get(path)).status, 403);
      assert.equal((await createVisitor(harness.address).get(path)).status, 401);
    }
  });

  it('[ROP-5] every rule that the privacy documents point at exists', () => {
    const rules = readFileSync(join(ROOT, 'docs', 'SPEC.md'), 'utf8');
    for (const name of [
      'privacy/threat-model.md',
      'privacy/balancing-tests.md',
      'privacy/dpia.md',
      'operations.md',
      'security-model.md',
    ]) {
      const text = readFileSync(join(ROOT, 'docs', name), 'utf8');
      const cited =
        text.match(
          /\b(?:SES|INV|PHO|LED|KEY|RET|PRV|IDN|TEL|RTM|NET|CFG|BAK|ROP|HLD|CHK|REV|CRT|CLK|MAT|CAL|AGT|GUI|DSR|CON|API)-\d+\b/g,
        ) ?? [];
      for (const id of cited) assert.ok(rules.includes(`**${id}**`), `${name}: ${id}`);
    }
    const threats = readFileSync(join(ROOT, 'docs', 'privacy', 'threat-model.md'), 'utf8');
    const rows = threats.split('\n').filter((line) => /^\| T\d+ /.test(line));
    assert.ok(rows.length >= 20);
    for (const row of rows) assert.match(row, /\b[A-Z]{3}-\d+\b/, row);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../../protocol/language.ts';
import { openLocalKeys } from '../../server/adapters/local-keys.ts';
import { receiptPage } from '../../server/consent/receipt-page.ts';
import { canonical, createReceipts, type Receipt } from '../../server/consent/receipts.ts';
import { openRegister, type RegisterRoom } from './support.ts';

const NUMBER = '+37120000001';
const HOLDER = { controller: 'lmt', number: NUMBER };
const ARRIVAL = { method: 'self-service', assurance: 'number-proven', language: 'lv' } as const;

describe('the receipt of a consent', () => {
  let room: RegisterRoom;
  beforeEach(async () => {
    room = await openRegister();
  });
  afterEach(() => room.dispose());

  const signer = () => openLocalKeys(join(room.dir, 'keys.json'), ['lmt', 'amigo']);
  const keyOf = (controller: string) => Buffer.from(signer().publicKey(controller)).toString('base64');

  async function issue(purpose = 'offers') {
    const channels = purpose === 'offers' ? (['sms', 'email'] as const) : undefined;
    const given = await room.register.give(HOLDER, { ...ARRIVAL, purpose, version: '2', channels });
    assert.ok(given.ok);
    const holder = { controller: 'lmt', numberHash: room.hashOf('lmt', NUMBER) };
    const receipts = createReceipts({ content: room.content, signer: signer() });
    return { holder, receipts, record: given.record, receipt: receipts.receiptOf(holder, given.record) };
  }

  /** The stand-alone verifier, as a regulator runs it. */
  function verifier(text: string, key: string): Promise<{ readonly code: unknown; readonly output: string }> {
    const file = join(room.dir, 'receipt.jsonld');
    writeFileSync(file, text);
    const program = join(import.meta.dirname, '..', '..', 'server', 'ledger', 'verifier.ts');
    return new Promise((resolve) => {
      execFile(process.execPath, [program, 'verify-receipt', file, '--key', key], (error, output, errors) =>
        resolve({ code: error === null ? 0 : error.code, output: output + errors }),
      );
    });
  }

  it('[CON-62] says all that a record must, and never the number', async () => {
    const { receipt, record, holder } = await issue();
    assert.equal(receipt['@type'], 'dpv:ConsentReceipt');
    const { 'dpv:hasRecordOfActivity': said } = receipt as unknown as Record<string, Record<string, unknown>>;
    assert.ok(said);
    assert.equal(said['dct:identifier'], record.id);
    assert.deepEqual(said['dpv:hasDataSubject'], {
      '@id': `urn:zvana:subject:${holder.numberHash}`,
      '@type': 'dpv:DataSubject',
    });
    assert.equal(
      (said['dpv:hasDataController'] as { 'schema:identifier': string })['schema:identifier'],
      '50003050931',
    );
    assert.deepEqual(said['dpv:hasConsentStatus'], {
      '@type': 'dpv:ConsentGiven',
      'dct:date': '2026-11-21T08:00:00.000Z',
      'dct:language': 'lv',
      'dpv:hasDuration': undefined,
      'dpv:isIndicatedBy': 'dpv:DataSubject',
      'zvana:method': 'self-service',
      'zvana:assurance': 'number-proven',
      'zvana:reason': undefined,
    });
    const process = said['dpv:hasProcess'] as Record<string, unknown>;
    assert.deepEqual(process['dpv:hasPersonalData'], ['zvana:contact']);
    assert.deepEqual(process['zvana:channels'], ['email', 'sms']);
    assert.deepEqual(process['dpv:hasStorageCondition'], [
      { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': 'loc:EEA' },
    ]);
    const notice = said['dpv:hasNotice'] as Record<string, unknown>;
    assert.deepEqual([notice['dct:hasVersion'], notice['zvana:sha256']], ['2', record.textHash]);
    assert.doesNotMatch(JSON.stringify(receipt), /37120000001|20000001/);
  });

  it('[CON-62] a withdrawal names the record that it takes back', async () => {
    const { record, receipts, holder } = await issue();
    const taken = await room.register.withdraw(HOLDER, { ...ARRIVAL, purpose: 'offers' });
    assert.ok(taken.ok);
    const text = canonical(receipts.receiptOf(holder, taken.record));
    assert.match(text, new RegExp(`"dct:replaces":"urn:uuid:${record.id}"`));
    assert.match(text, /"dpv:ConsentWithdrawn"/);
  });

  it('[CON-63] is signed over its canonical form, and is the same each time', async () => {
    const { receipt, receipts, holder, record } = await issue();
    assert.equal(canonical(receipts.receiptOf(holder, record)), canonical(receipt));
    const { proof, ...body } = receipt as Receipt & { proof: { signature: string } };
    const der = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(keyOf('lmt'), 'base64'),
    ]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const sign = Buffer.from(proof.signature, 'base64');
    // What is signed, made here by other means than the server's.
    const sort = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sort)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([name, one]) => [name, sort(one)]),
            )
          : value;
    assert.ok(verify(null, Buffer.from(`zvana-receipt/1\n${JSON.stringify(sort(body))}`), key, sign));
  });

  it('[CON-63] the stand-alone verifier tells a genuine one from any other', async () => {
    const { receipt } = await issue();
    const text = canonical(receipt);
    const good = await verifier(text, keyOf('lmt'));
    assert.deepEqual([good.code, good.output.split(' at ')[0]], [0, 'Proved for lmt: dpv:ConsentGiven']);
    for (const forged of [
      text.replace('"dpv:ConsentGiven"', '"dpv:ConsentWithdrawn"'),
      text.replace('"zvana:channels":["email","sms"]', '"zvana:channels":["email"]'),
      text.replace('{"@context"', '{"@context":{},"@context"'),
      text.replace('"dct:language":"lv"', '"dct:language" :"lv"'),
      text.replace('"proof"', '"proofs"'),
      '{}',
      '',
      '['.repeat(100_000),
    ]) {
      assert.notEqual(forged, text);
      assert.equal((await verifier(forged, keyOf('lmt'))).code, 1, forged.slice(0, 80));
    }
    assert.equal((await verifier(text, keyOf('amigo'))).code, 1, 'signed by another');
    assert.equal((await verifier(text, 'no key')).code, 2);
  });

  it('[CON-64] has a page to read and print, in each language, with the text that was shown', async () => {
    const { receipt, record } = await issue();
    for (const [language, title] of [
      ['lv', 'Piekrišana dota'],
      ['ru', 'Согласие дано'],
      ['en', 'Consent given'],
    ] as const) {
      const page = receiptPage(room.content, 'lmt', record, receipt, language);
      assert.equal(page.title, title);
      assert.match(page.body, /<section lang="lv">/);
      assert.ok(page.body.includes(record.id) && page.body.includes(record.textHash));
      assert.ok(page.body.includes(receipt.proof.signature));
      assert.doesNotMatch(page.body, /<script|20000001/);
    }
    assert.equal(LANGUAGES.length, 3);
  });

  it('[CON-64] what staff wrote cannot become part of the page', async () => {
    const given = await room.register.give(HOLDER, {
      method: 'phone',
      assurance: 'staff-recorded',
      language: 'ru',
      purpose: 'metadata',
      version: '2',
      staff: 'staff-1',
      reason: '<img src=x onerror=alert(1)>',
    });
    assert.ok(given.ok);
    const holder = { controller: 'lmt', numberHash: room.hashOf('lmt', NUMBER) };
    const receipts = createReceipts({ content: room.content, signer: signer() });
    const receipt = receipts.receiptOf(holder, given.record);
    const { body } = receiptPage(room.content, 'lmt', given.record, receipt, 'en');
    assert.ok(!body.includes('<img') && body.includes('&lt;img'));
    assert.ok(!canonical(receipt).includes('staff-1'));
  });
});

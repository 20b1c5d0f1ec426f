import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { json } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { type Desk, NUMBER, openDesk } from './support.ts';
import { textOf, unzip } from './zip.ts';

const HOLDER = { controller: 'lmt', number: NUMBER };
const ARRIVAL = { method: 'self-service', assurance: 'number-proven', language: 'lv' } as const;

describe('consents in requests of data subjects', () => {
  let harness: Harness;
  let desk: Desk;
  beforeEach(async () => {
    harness = await startHarness();
    desk = await openDesk(harness);
    const { consents } = harness.services;
    await consents.give(HOLDER, { ...ARRIVAL, purpose: 'metadata', version: '2' });
    await consents.give(HOLDER, { ...ARRIVAL, purpose: 'offers', version: '2', channels: ['sms'] });
    await consents.withdraw(HOLDER, { ...ARRIVAL, purpose: 'metadata' });
  });
  afterEach(() => harness.dispose());

  const states = async () =>
    (await harness.services.consents.of(HOLDER)).standing.map(({ purpose, state }) => `${purpose} ${state}`);

  it('[CON-83] a copy of the data has the records of consents, for machines and in words', async () => {
    for (const [language, said] of [
      ['lv', 'Piekrišanas un to maiņas'],
      ['ru', 'Согласие отозвано: Метаданные связи'],
      ['en', 'Consent withdrawn: Communication metadata'],
    ] as const) {
      const { id } = await desk.verified('access', { language });
      const answer = await desk.visitor.get(`/api/review/requests/${id}/export`);
      const files = await unzip(new Uint8Array(await answer.arrayBuffer()));
      const { consents, processing } = JSON.parse(textOf(files, 'data.json'));
      assert.deepEqual(
        consents.records.map((record: Record<string, { '@type': string }>) => [
          record['@type'],
          record['dpv:hasConsentStatus']?.['@type'],
        ]),
        [
          ['dpv:ConsentRecord', 'dpv:ConsentGiven'],
          ['dpv:ConsentRecord', 'dpv:ConsentGiven'],
          ['dpv:ConsentRecord', 'dpv:ConsentWithdrawn'],
        ],
      );
      assert.ok(textOf(files, 'summary.html').includes(said), said);
      const kept = processing.retention.find((one: { what: string }) => one.what === 'consents');
      assert.deepEqual([kept.from, kept.period], ['consent-ended', 'P3Y']);
    }
  });

  it('[CON-84] erasure of everything takes back what is in force, and leaves the proof for its period', async () => {
    const { id } = await desk.verified('erasure', {});
    await json(await desk.visitor.post(`/api/review/requests/${id}/erase`, { explanation: 'Dzēsts' }));
    assert.deepEqual((await states()).sort(), [
      'metadata withdrawn',
      // Taken back without naming a channel: all of them.
      'offers withdrawn',
      'offers withdrawn',
      'offers withdrawn',
    ]);
    const { records } = await harness.services.consents.of(HOLDER);
    const last = records.at(-1);
    assert.deepEqual([last?.reason, last?.staff !== undefined], ['Art. 17', true]);
    const due = await harness.database.selectFrom('consent_due').selectAll().execute();
    const now = new Date(harness.clock.now());
    assert.equal(
      due[0]?.due,
      Date.UTC(now.getUTCFullYear() + 3, now.getUTCMonth(), now.getUTCDate()) + (now.getTime() % 86_400_000),
    );
  });
});

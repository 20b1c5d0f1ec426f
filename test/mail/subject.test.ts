import assert from 'node:assert/strict';
import { type Desk, NUMBER, openDesk } from '../request/support.ts';
import { textOf, unzip } from '../request/zip.ts';
import { json } from '../support/call.ts';
import { allowOffers, type MailHarness, signedPost, startMailHarness } from './support.ts';

describe('mailed offers and their subject', () => {
  let harness: MailHarness;
  let desk: Desk;
  let pixel: string;
  beforeEach(async () => {
    harness = await startMailHarness();
    desk = await openDesk(harness);
    await allowOffers(harness, NUMBER);
    const asked = {
      request: 'r-1',
      offer: 'router-placement',
      number: NUMBER,
      address: 'x@example.lv',
      language: 'en',
    };
    await json(await signedPost(harness, '/api/mail/lmt/offers', JSON.stringify(asked), 'lmt'));
    const [taken] = await harness.delivered();
    [, pixel = ''] = /<img src="([^"]+)"/.exec(taken?.mail.html ?? '') ?? [];
    await fetch(pixel);
  });
  afterEach(() => harness.dispose());

  it('[EML-53] the copy of their data tells what was mailed and what was recorded', async () => {
    const { id } = await desk.verified('access', { language: 'en' });
    const answer = await desk.visitor.get(`/api/review/requests/${id}/export`);
    const files = await unzip(new Uint8Array(await answer.arrayBuffer()));
    const { mailings } = JSON.parse(textOf(files, 'data.json'));
    assert.equal(mailings.length, 1);
    const [{ offer, state, recorded }] = mailings;
    assert.deepEqual(
      [offer, state, recorded.map((one: { what: string }) => one.what)],
      ['router-placement', 'sent', ['opened']],
    );
    assert.match(textOf(files, 'summary.html'), /Offers that were sent by e-mail/);
  });

  it('[EML-53] erasure of everything erases it, and nothing more is recorded', async () => {
    const { id } = await desk.verified('erasure', {});
    await json(await desk.visitor.post(`/api/review/requests/${id}/erase`, { explanation: 'Dzēsts' }));
    await fetch(pixel);
    for (const table of ['offer_mail', 'offer_mail_event', 'mail_outbox'] as const) {
      assert.equal((await harness.database.selectFrom(table).selectAll().execute()).length, 0, table);
    }
  });
});

import assert from 'node:assert/strict';
import { recordOfProcessing } from '../../server/privacy/record-of-processing.ts';
import { openDesk } from '../request/support.ts';
import { json } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';

describe('automated decisions', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness();
  });
  after(() => harness.dispose());

  it('[CON-85] the record says that none are taken, and a person’s review can be asked for all the same', async () => {
    const { rights } = recordOfProcessing({
      key: 'x',
      name: 'SIA X',
      registration: '1',
      address: 'Rīga',
      dataProtection: 'x@example.lv',
    });
    assert.deepEqual(
      rights.find(({ article }) => article === 22),
      { right: 'human review', article: 22, note: 'no automated decisions are taken' },
    );
    const desk = await openDesk(harness);
    const asked = {
      kind: 'human-review',
      number: '+37126000077',
      text: 'Lūdzu, lai to izlemj cilvēks',
      language: 'lv',
    };
    const request = await json<{ kind: string; state: string }>(
      await desk.visitor.post('/api/review/requests', asked),
      201,
    );
    assert.deepEqual([request.kind, request.state], ['human-review', 'open']);
  });
});

import assert from 'node:assert/strict';
import type { ConsentRecord } from '../../protocol/consent.ts';
import { type Catalogue, standing } from '../../server/consent/standing.ts';

const CATALOGUE: Catalogue = {
  terms: (purpose, version) => {
    switch (`${purpose}/${version}`) {
      case 'offers/1':
      case 'offers/2':
        return { channels: ['email', 'sms', 'call'], covers: ['offers'] };
      case 'offers/sms-1':
        return { channels: ['sms', 'call'], covers: ['offers'] };
      case 'loyalty/2':
        return { channels: [], covers: ['keep'], limit: 'P2Y' };
      case 'metadata/2':
      case 'partner-data/1':
        return { channels: [], covers: ['plans'] };
      default:
        return undefined;
    }
  },
  isRetired: (purpose) => purpose === 'partner-data',
};

let made = 0;
function record(
  change: ConsentRecord['change'],
  purpose: string,
  at: number,
  rest: Partial<ConsentRecord> = {},
): ConsentRecord {
  made += 1;
  return {
    id: `r${made}`,
    change,
    purpose,
    version: '2',
    textHash: '',
    language: 'lv',
    method: 'self-service',
    assurance: 'number-proven',
    at,
    recordedAt: at,
    ...rest,
  };
}

/** `offers:sms` -> state. */
function states(records: readonly ConsentRecord[], at = 1000, lastTransactionEnd?: number) {
  const all = standing(records, CATALOGUE, { at, lastTransactionEnd });
  return Object.fromEntries(
    all.map(({ purpose, channel, state }) => [channel ? `${purpose}:${channel}` : purpose, state]),
  );
}

describe('the standing of a consent', () => {
  it('[CON-20] nothing is in force that was never given', () => {
    assert.deepEqual(states([]), {});
  });

  it('[CON-20] given, withdrawn, given again', () => {
    const history = [record('given', 'metadata', 10), record('withdrawn', 'metadata', 20)];
    assert.deepEqual(states(history), { metadata: 'withdrawn' });
    assert.deepEqual(states([...history, record('given', 'metadata', 30)]), { metadata: 'in-force' });
  });

  it('[CON-21] each channel stands by itself', () => {
    const history = [
      record('given', 'offers', 10, { channels: ['email', 'sms'] }),
      record('withdrawn', 'offers', 20, { channels: ['sms'] }),
    ];
    assert.deepEqual(states(history), { 'offers:email': 'in-force', 'offers:sms': 'withdrawn' });
  });

  it('[CON-21] a withdrawal that names no channel takes back all of them', () => {
    const history = [
      record('given', 'offers', 10, { channels: ['email'] }),
      record('withdrawn', 'offers', 20, { version: 'sms-1' }),
    ];
    assert.deepEqual(states(history), {
      'offers:email': 'withdrawn',
      'offers:sms': 'withdrawn',
      'offers:call': 'withdrawn',
    });
  });

  it('[CON-22] a text grants its own channels and no more', () => {
    const granted = [record('given', 'offers', 10, { version: 'sms-1', channels: ['email', 'sms'] })];
    assert.deepEqual(states(granted), { 'offers:sms': 'in-force' });
  });

  it('[CON-23] records are placed by when they took effect, in whatever order they came', () => {
    const given = record('given', 'metadata', 10, { recordedAt: 50 });
    const withdrawn = record('withdrawn', 'metadata', 20);
    assert.deepEqual(states([withdrawn, given]), { metadata: 'withdrawn' });
    assert.deepEqual(states([given, withdrawn]), { metadata: 'withdrawn' });
  });

  it('[CON-23] of two wishes at one moment the withdrawal counts', () => {
    assert.deepEqual(states([record('withdrawn', 'metadata', 10), record('given', 'metadata', 10)]), {
      metadata: 'withdrawn',
    });
  });

  it('[CON-24] what arrives late acts from its arrival and changes no answer before it', () => {
    const late = record('given', 'metadata', 10, { recordedAt: 50 });
    assert.deepEqual(states([late], 49), {});
    assert.deepEqual(states([late], 50), { metadata: 'in-force' });
    const takenBack = record('withdrawn', 'metadata', 20, { recordedAt: 90 });
    assert.deepEqual(states([late, takenBack], 89), { metadata: 'in-force' });
    assert.deepEqual(states([late, takenBack], 90), { metadata: 'withdrawn' });
  });

  it('[CON-25] a limit runs from the end of the last transaction, to the calendar day', () => {
    const given = [record('given', 'loyalty', 10)];
    const end = Date.UTC(2024, 1, 29, 12);
    const runsOut = Date.UTC(2026, 1, 28, 12);
    assert.deepEqual(states(given, runsOut - 1, end), { loyalty: 'in-force' });
    assert.deepEqual(states(given, runsOut, end), { loyalty: 'expired' });
    assert.deepEqual(states(given, runsOut), { loyalty: 'in-force' }, 'while the subject is a customer');
  });

  it('[CON-26] a number that changed hands ends everything of its old holder', () => {
    const history = [
      record('given', 'offers', 10, { channels: ['sms'] }),
      record('given', 'metadata', 10),
      record('withdrawn', 'metadata', 15),
      record('ended', '', 20),
    ];
    assert.deepEqual(states(history), { 'offers:sms': 'ended', metadata: 'withdrawn' });
    assert.deepEqual(states(history, 19), { 'offers:sms': 'in-force', metadata: 'withdrawn' });
  });

  it('[CON-27] a retired purpose stands no longer, and can still be withdrawn', () => {
    const given = record('given', 'partner-data', 10, { version: '1' });
    assert.deepEqual(states([given]), { 'partner-data': 'retired' });
    const withdrawn = record('withdrawn', 'partner-data', 20, { version: '1' });
    assert.deepEqual(states([given, withdrawn]), { 'partner-data': 'withdrawn' });
  });

  it('[CON-28] a grant keeps the version it was given under', () => {
    const [old] = standing([record('given', 'offers', 10, { version: '1', channels: ['sms'] })], CATALOGUE, {
      at: 1000,
    });
    assert.equal(old?.version, '1');
  });
});

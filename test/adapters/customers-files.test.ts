import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCustomerFiles } from '../../server/adapters/customers-files.ts';

describe('customers from files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'customers-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = (text: string) => writeFile(join(folder, 'lmt.csv'), text);

  it('[CON-60] a number with no day is a customer, one with a day has left, any other is a stranger', async () => {
    await write('# number,last transaction\n+37120000001,\n+37120000002,2026-05-31\n');
    const customers = openCustomerFiles(folder, 'everyone');
    assert.equal(await customers.isCustomer('lmt', '+37120000001'), true);
    assert.equal(await customers.isCustomer('lmt', '+37120000002'), false);
    assert.equal(await customers.isCustomer('lmt', '+37120000003'), false);
    assert.equal(await customers.lastTransactionEnd('lmt', '+37120000002'), Date.UTC(2026, 5, 1));
    assert.equal(await customers.lastTransactionEnd('lmt', '+37120000001'), undefined);
  });

  it('[CON-60] a file that was replaced is read again', async () => {
    await write('+37120000001,\n');
    const customers = openCustomerFiles(folder, 'nobody');
    assert.equal(await customers.isCustomer('lmt', '+37120000001'), true);
    await write('+37120000009,\n+37120000008,\n');
    assert.equal(await customers.isCustomer('lmt', '+37120000001'), false);
  });

  it('[CON-60] without a file a demo takes everyone for a customer, production nobody', async () => {
    assert.equal(await openCustomerFiles(folder, 'everyone').isCustomer('lmt', '+37120000001'), true);
    assert.equal(await openCustomerFiles(folder, 'nobody').isCustomer('lmt', '+37120000001'), false);
  });

  it('[CON-60] a line that says neither is named, and nobody is a customer by mistake', async () => {
    await write('+37120000001,\n20000002,soon\n');
    const customers = openCustomerFiles(folder, 'everyone');
    await assert.rejects(customers.isCustomer('lmt', '+37120000001'), /line 2 must be a number/);
  });
});

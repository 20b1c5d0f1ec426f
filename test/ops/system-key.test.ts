import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const OPS = join(import.meta.dirname, '..', '..', 'server', 'ops', 'main.ts');

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

describe('npm run ops -- system-key', function () {
  this.timeout(60_000);
  let server: ServerProcess;
  before(async () => {
    server = await startServer();
  });
  after(() => server.dispose());

  function ops(...args: string[]): Promise<Ran> {
    const env = { DATA_DIR: server.dataDir };
    return new Promise((resolve) => {
      execFile(process.execPath, [OPS, 'system-key', ...args], { env }, (error, output, errors) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors });
      });
    });
  }
  const secretIn = ({ output }: Ran, name: string) =>
    new RegExp(`^${name} +(\\S+)$`, 'm').exec(output)?.[1] ?? '';
  const ask = (token: string) =>
    fetch(`${server.address}/api/v1/consents/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ controller: 'lmt', number: '+37126000001', purpose: 'offers', channel: 'sms' }),
    });
  const crm = ['--controller', 'lmt', '--name', 'CRM'];

  it('[API-8] issues, rotates and revokes keys beside a running server', async () => {
    const issued = await ops('issue', ...crm, '--purposes', 'offers,metadata', '--channels', 'sms');
    assert.equal(issued.code, 0, issued.errors);
    const token = secretIn(issued, 'token');
    assert.equal((await ask(token)).status, 200);

    const rotated = await ops('rotate', ...crm, '--overlap-hours', '0');
    assert.equal(rotated.code, 0, rotated.errors);
    assert.equal(secretIn(rotated, 'subject key'), secretIn(issued, 'subject key'));
    assert.notEqual(secretIn(rotated, 'signing secret'), secretIn(issued, 'signing secret'));
    assert.equal((await ask(token)).status, 401);
    assert.equal((await ask(secretIn(rotated, 'token'))).status, 200);

    const listed = await ops('list');
    assert.match(listed.output, /^lmt\tCRM\t36[45] days\toffers,metadata\tsms\t-$/m);
    assert.ok(!listed.output.includes(secretIn(rotated, 'token')));
    assert.equal((await ops('revoke', ...crm)).code, 0);
    assert.equal((await ask(secretIn(rotated, 'token'))).status, 401);
    assert.match((await ops('list')).output, /^lmt\tCRM\tno key\t/m);
  });

  it('[API-8] refuses what cannot be, with exit codes 1 and 2', async () => {
    const other = ['--controller', 'lmt', '--name', 'Other'];
    const offers = ['--purposes', 'offers'];
    const refusals: readonly (readonly [readonly string[], 1 | 2, RegExp])[] = [
      [['issue', '--controller', 'nobody', '--name', 'X', ...offers], 1, /there is no controller nobody/],
      [['issue', ...other], 2, /--purposes is missing/],
      [['issue', ...other, '--purposes', 'offers,credit-check'], 1, /lmt has no credit-check/],
      [['issue', ...other, ...offers, '--channels', 'pigeon'], 2, /--channels/],
      [['issue', ...other, ...offers, '--webhook', 'http://crm.example.lv/'], 1, /it must be https/],
      [['issue', ...other, ...offers, '--days', '9999'], 2, /--days/],
      [['rotate', ...other], 1, /lmt has no system Other/],
      [['issue', ...crm, ...offers], 1, /or had one/],
      [['lend', ...crm], 2, /say issue/],
    ];
    for (const [args, code, why] of refusals) {
      const ran = await ops(...args);
      assert.deepEqual([ran.code, why.test(ran.errors)], [code, true], `${args.join(' ')}: ${ran.errors}`);
    }
  });

  it('[API-8] shows what a system has yet to be told of', async () => {
    const billing = ['--controller', 'amigo', '--name', 'Billing'];
    const issued = await ops(
      'issue',
      ...billing,
      '--purposes',
      'offers',
      '--webhook',
      'https://billing.example.lv/hook',
    );
    assert.equal(issued.code, 0, issued.errors);
    assert.match((await ops('webhooks', ...billing)).output, /^0 are waiting, 0 were given up/);
    assert.match((await ops('webhooks', ...billing, '--retry')).output, /^0 are tried again/);
  });
});

import assert from 'node:assert/strict';
import { createWebhookHttp, isPrivateAddress, webhookProblem } from '../../server/adapters/webhook-http.ts';

describe('the address of a webhook', () => {
  it('[API-27] is https and leads out of this network; a demo may call this machine', () => {
    assert.equal(webhookProblem('https://crm.example.lv/consents?of=lmt', false), undefined);
    assert.equal(webhookProblem('http://127.0.0.1:9000/', true), undefined);
    assert.equal(webhookProblem('http://localhost:9000/', true), undefined);
    const wrong = [
      'crm.example.lv',
      'http://crm.example.lv/',
      'ftp://crm.example.lv/',
      'https://user:word@crm.example.lv/',
      'https://crm.example.lv/#here',
      'https://localhost/',
      'https://localhost./',
      'https://a.localhost/',
      'https://10.0.0.1/',
      'https://0x7f.1/',
      'https://2130706433/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
    ];
    for (const address of wrong) assert.ok(webhookProblem(address, false), address);
    assert.ok(webhookProblem('http://crm.example.lv/', true));
  });

  it('[API-27] private addresses are known in every form', () => {
    const inside = [
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.31.255.255',
      '192.168.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '64:ff9b::a00:1',
      'fc00::1',
      'fd12::1',
      'fe80::1',
      'ff02::1',
      '2002:a00:1::',
      '2001:db8::1',
    ];
    for (const address of inside) assert.ok(isPrivateAddress(address), address);
    for (const address of ['8.8.8.8', '172.32.0.1', '2a00:1450:4001::1']) {
      assert.ok(!isPrivateAddress(address), address);
    }
  });

  it('[API-27] a name is looked at where the connection is made', async () => {
    const sender = createWebhookHttp(false);
    // Resolves to this machine by the hosts file; its port is never knocked at.
    const answer = await sender.send({ url: 'https://ip6-localhost:9/', headers: {}, body: '{}' });
    assert.ok(!answer.ok);
    assert.match(answer.why, /private network|could not be reached: ENOTFOUND|EAI_AGAIN/);
  });
});

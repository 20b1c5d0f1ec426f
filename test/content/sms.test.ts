import assert from 'node:assert/strict';
import { loadContent } from '../../server/content/load.ts';
import { replyText } from '../../server/content/sms.ts';
import { CONTENT, type Copy, copyContent } from './fixture.ts';

describe('content: replies to SMS', () => {
  let copy: Copy;
  beforeEach(async () => {
    copy = await copyContent();
  });
  afterEach(() => copy.remove());

  const problem = () =>
    loadContent(copy.dir).then(
      () => assert.fail('the content was taken'),
      (error: unknown) => String(error),
    );

  it('[SMC-4] a reply of more than one segment is refused, with its file, its place and its length', async () => {
    await copy.change('sms/ru.json', 'Команды: ', 'Вот команды, которые можно отправить: ');
    assert.match(
      await problem(),
      /content\/sms\/ru\.json: consent\.help: .* takes \d+ of 70 characters for lmt/,
    );
  });

  it('[SMC-4] a letter outside GSM-7 makes a Latvian reply too long', async () => {
    await copy.change('sms/lv.json', 'Īsziņā jābūt tikai komandai', 'Īsziņā jābūt tikai komandai —');
    assert.match(await problem(), /content\/sms\/lv\.json: consent\.help/);
  });

  for (const [what, file, from, to, expected] of [
    [
      'a code that is not said',
      'sms/en.json',
      'reply YES {code}',
      'reply YES',
      /consent\.confirm must say \{code\}/,
    ],
    [
      'no way back',
      'sms/en.json',
      'with {command} STOP',
      'by SMS',
      /consent\.granted must say how to withdraw/,
    ],
    [
      'a placeholder that means nothing',
      'sms/en.json',
      'for our own customers',
      'for {who}',
      /notEligible: \{who\} means nothing/,
    ],
    ['a missing reply', 'sms/lv.json', '"wrongCode"', '"wrongKode"', /wrong[CK]ode/],
    [
      'no number to send them to',
      'controllers/lmt.json',
      '"smsNumber": "29307777",',
      '',
      /lmt\.json: smsNumber is missing/,
    ],
    ['a number that is none', 'controllers/lmt.json', '29307777', '+371 2930', /smsNumber must be digits/],
    [
      'a number that another has',
      'controllers/amigo.json',
      '"phone"',
      '"smsNumber": "29307777", "phone"',
      /has the number 29307777 already/,
    ],
  ] as const) {
    it(`[SMC-4] refuses ${what}`, async () => {
      await copy.change(file, from, to);
      assert.match(await problem(), expected);
    });
  }

  it('[SMC-4] what can be sent back stands in the reply, in the alphabet of the network', async () => {
    const content = await loadContent(CONTENT);
    const reply = { kind: 'confirm', command: 'SADARBIBA', code: '0042' } as const;
    assert.match(replyText(content, 'lmt', 'lv', reply), /^LMT: .*SADARBIBA.* JA 0042/);
    assert.match(replyText(content, 'lmt', 'ru', reply), /^LMT: .*SADARBIBA.* ДА 0042/);
    assert.match(replyText(content, 'lmt', 'en', reply), /^LMT: .*SADARBIBA.* YES 0042/);
    for (const language of ['lv', 'en'] as const) {
      for (const kind of ['help', 'stops', 'granted', 'withdrawn', 'wrongCode', 'offersStopped'] as const) {
        const text = replyText(content, 'lmt', language, { ...reply, kind });
        assert.match(text, /^[A-Za-z0-9 .,:\n]{1,160}$/, text);
      }
    }
    const help = replyText(content, 'lmt', 'ru', { kind: 'help' });
    for (const command of ['JAUNUMI', 'METADATI', 'AUTO', 'VIETA', 'SADARBIBA'])
      assert.ok(help.includes(command));
    assert.ok(help.length <= 70);
  });
});

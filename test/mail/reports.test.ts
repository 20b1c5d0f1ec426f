import assert from 'node:assert/strict';
import { readReport } from '../../server/mail/reports.ts';

const ID = '0123456789abcdef0123456789abcdef';

function report(type: string, parts: readonly (readonly [string, ...string[]])[]): Uint8Array {
  const lines = [
    'From: MAILER-DAEMON@relay.example',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=${type}; boundary="b"`,
    '',
    ...parts.flatMap(([mime, ...body]) => ['--b', `Content-Type: ${mime}`, '', ...body]),
    '--b--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}
const status = (action: string, code: string, ...more: string[]) =>
  [
    'message/delivery-status',
    'Reporting-MTA: dns; relay.example',
    ...more,
    '',
    'Final-Recipient: rfc822; x@y.lv',
    `Action: ${action}`,
    `Status: ${code}`,
  ] as const;
const returned = (id: string) =>
  ['text/rfc822-headers', 'Subject: x', `Message-ID:`, `  <${id}@mail.example>`] as const;

describe('what mail systems report', () => {
  it('[EML-30] a delivery report names the mail by the envelope id, or by the Message-ID it returns', async () => {
    const expected = { mail: ID, kind: 'not-delivered', status: '5.1.1' };
    const byEnvelope = report('delivery-status', [
      status('failed', '5.1.1 (unknown)', `Original-Envelope-Id: ${ID}`),
    ]);
    assert.deepEqual(await readReport(byEnvelope), expected);
    const byHeader = report('delivery-status', [status('FAILED', '5.1.1'), returned(ID)]);
    assert.deepEqual(await readReport(byHeader), expected);
    const ofReminder = report('delivery-status', [status('failed', '5.1.1'), returned(`${ID}.r`)]);
    assert.deepEqual(await readReport(ofReminder), expected);
  });

  it('[EML-30] a whole mail may come back in it', async () => {
    const whole = [
      'message/rfc822',
      'Subject: x',
      `Message-ID: <${ID}@mail.example>`,
      '',
      `Message-ID: <${'f'.repeat(32)}@x>`,
    ] as const;
    const found = await readReport(report('delivery-status', [status('delivered', '2.0.0'), whole]));
    assert.deepEqual(found, { mail: ID, kind: 'delivered', status: '' });
  });

  it('[EML-30] what is not final, about no mail of ours, or no report at all is nothing', async () => {
    const nothings = [
      report('delivery-status', [status('delayed', '4.4.1', `Original-Envelope-Id: ${ID}`)]),
      report('delivery-status', [status('relayed', '2.0.0', `Original-Envelope-Id: ${ID}`)]),
      report('delivery-status', [status('failed', '5.1.1', 'Original-Envelope-Id: other')]),
      report('delivery-status', [status('failed', '5.1.1')]),
      Buffer.from(
        `From: liene@example.lv\r\nSubject: On holiday\r\nIn-Reply-To: <${ID}@mail.example>\r\n\r\nAction: failed\r\n`,
      ),
      Buffer.from([0xff, 0x00, 0xfe]),
      Buffer.alloc(0),
    ];
    for (const nothing of nothings) assert.equal(await readReport(nothing), undefined);
  });

  it('[EML-31] a complaint names it by the Message-ID, and only abuse is one', async () => {
    const complaint = (type: string, id: string) =>
      report('feedback-report', [
        ['message/feedback-report', `Feedback-Type: ${type}`, 'Version: 1'],
        ['text/rfc822-headers', `Message-ID: <${id}@mail.example>`],
      ]);
    assert.deepEqual(await readReport(complaint('abuse', ID)), { mail: ID, kind: 'junk', status: '' });
    assert.equal(await readReport(complaint('not-spam', ID)), undefined);
    assert.equal(await readReport(complaint('abuse', 'another')), undefined);
  });
});

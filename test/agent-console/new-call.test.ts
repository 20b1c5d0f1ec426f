import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkAddress } from '../../agent-console/pure/page-address.ts';
import { groupDigits, internationalNumber, withoutPrefix } from '../../agent-console/pure/phone-number.ts';
import { readPrefill } from '../../agent-console/pure/prefill.ts';
import { addressOf, parseRoute } from '../../agent-console/pure/route.ts';

describe('the number field', () => {
  it('[AGT-1] groups digits while they are typed', () => {
    const typed = ['', '2', '26', '261', '26123', '261234', '26123456'];
    assert.deepEqual(typed.map(groupDigits), ['', '2', '26', '26 1', '26 123', '26 123 4', '26 123 456']);
  });

  it('[AGT-1] takes a number in any of the ways in which people write it', () => {
    for (const typed of ['26123456', '26 12 34 56', '+371 26123456', '0037126123456', '+371-26-123-456']) {
      assert.equal(internationalNumber(typed, '+371'), '+37126123456', typed);
    }
    assert.equal(internationalNumber('+358 40 1234567', '+371'), '+358401234567');
    assert.equal(internationalNumber(' - ', '+371'), '');
  });

  it('[AGT-1] shows a pre-filled number without the prefix that stands before the field', () => {
    assert.equal(withoutPrefix('+37126123456', '+371'), '26 123 456');
    assert.equal(withoutPrefix('26123456', '+371'), '26 123 456');
    assert.equal(withoutPrefix('+358401234567', '+371'), '+358401234567');
  });
});

describe("a CRM's screen-pop", () => {
  it('[AGT-2] reads number, call and language, with the plus escaped or not', () => {
    const expected = { number: '+37126123456', call: 'C-17/4', language: 'ru' };
    assert.deepEqual(readPrefill('#number=%2B37126123456&call=C-17%2F4&language=ru'), expected);
    assert.deepEqual(readPrefill('#number=+37126123456&call=C-17/4&language=ru'), expected);
  });

  it('[AGT-2] leaves out what it does not know and what no CRM would send', () => {
    assert.deepEqual(readPrefill('#number=26123456&language=de&send=now'), { number: '26123456' });
    assert.equal(readPrefill(`#call=${'x'.repeat(129)}`), undefined);
    assert.equal(readPrefill(''), undefined);
    assert.equal(readPrefill('#content'), undefined);
  });
});

describe('addresses of screens', () => {
  it('[AGT-1] lead to their screen and back', () => {
    assert.deepEqual(parseRoute('/agent/'), { screen: 'new' });
    assert.deepEqual(parseRoute('/agent/new'), { screen: 'new' });
    assert.deepEqual(parseRoute('/agent/team'), { screen: 'team' });
    assert.deepEqual(parseRoute('/agent/call/0191-ab'), { screen: 'call', session: '0191-ab' });
    assert.equal(addressOf({ screen: 'call', session: '0191-ab' }), '/agent/call/0191-ab');
  });

  it('[AGT-1] an unknown or broken one is the new call, never an empty screen', () => {
    for (const path of ['/agent/nowhere', '/agent/call/', '/agent/call/%E0%A4%A', '/agent/call/a%2Fb']) {
      assert.deepEqual(parseRoute(path), { screen: 'new' }, path);
    }
  });
});

describe('an own page address', () => {
  const pages = [
    { host: 'lmt.lv', open: 'tab', suggestions: [] },
    { host: 'www.lmt.lv', open: 'tab', suggestions: [] },
  ] as const;

  it('[AGT-8] is taken with or without https, on an allowed host', () => {
    assert.deepEqual(checkAddress('lmt.lv/lv/karte', pages), {
      ok: true,
      url: 'https://lmt.lv/lv/karte',
      host: 'lmt.lv',
    });
    assert.deepEqual(checkAddress(' https://www.lmt.lv ', pages), {
      ok: true,
      url: 'https://www.lmt.lv/',
      host: 'www.lmt.lv',
    });
  });

  it('[AGT-8] is not asked for on another host, by another scheme, or dressed up as an allowed one', () => {
    const why = (typed: string) => {
      const checked = checkAddress(typed, pages);
      return checked.ok ? 'ok' : checked.why;
    };
    assert.equal(why('https://example.com/'), 'host-not-allowed');
    assert.equal(why('https://lmt.lv.example.com/'), 'host-not-allowed');
    assert.equal(why('https://lmt.lv@example.com/'), 'host-not-allowed');
    assert.equal(why('http://lmt.lv/'), 'not-an-address');
    assert.equal(why('javascript:alert(1)'), 'not-an-address');
    assert.equal(why(''), 'not-an-address');
  });
});

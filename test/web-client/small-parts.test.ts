import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { digitsOf, isWholeCode, looksLikeNumber } from '../../web-client/aside/code.ts';
import { newId } from '../../web-client/call/ids.ts';
import { qrPath } from '../../web-client/call/qr.ts';
import { swipeOf } from '../../web-client/call/swipe.ts';
import { deviceOf } from '../../web-client/entry/device.ts';
import { refusalOf } from '../../web-client/entry/http.ts';
import { phoneLanguage, plural } from '../../web-client/entry/language.ts';
import { tokenIn } from '../../web-client/entry/token.ts';

describe('the token in the address', () => {
  it('[CAL-1] is what follows the #', () => {
    assert.equal(tokenIn('#Ab3dE6gH9jK2mN5pQ8sT1v'), 'Ab3dE6gH9jK2mN5pQ8sT1v');
  });

  it('[CAL-1] is not there without one', () => {
    assert.equal(tokenIn(''), undefined);
    assert.equal(tokenIn('#'), undefined);
  });
});

describe('the phone', () => {
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1';
  const ipad =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Safari/605.1.15';
  const android =
    'Mozilla/5.0 (Linux; Android 12; SM-A326B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/104.0.0.0 Mobile Safari/537.36';
  const tablet =
    'Mozilla/5.0 (Linux; Android 12; SM-T500) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/104.0.0.0 Safari/537.36';
  const windows =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';

  it('is told apart from a tablet and a computer', () => {
    assert.equal(deviceOf(iphone, 5), 'phone');
    assert.equal(deviceOf(android, 5), 'phone');
    assert.equal(deviceOf(tablet, 5), 'tablet');
    assert.equal(deviceOf(ipad, 5), 'tablet');
    assert.equal(deviceOf(ipad, 0), 'computer');
    assert.equal(deviceOf(windows, 10), 'computer');
  });

  it('speaks the first of its languages that we have, or Latvian', () => {
    assert.equal(phoneLanguage(['de-DE', 'ru-RU', 'lv']), 'ru');
    assert.equal(phoneLanguage(['en-GB']), 'en');
    assert.equal(phoneLanguage(['et']), 'lv');
  });
});

describe('numbers in sentences', () => {
  it('take the form that the language asks for', () => {
    const ru = { one: 'попытка', few: 'попытки', many: 'попыток', other: 'попытки' };
    assert.deepEqual(
      [1, 2, 5, 21].map((count) => plural('ru', count, ru)),
      ['попытка', 'попытки', 'попыток', 'попытка'],
    );
    const lv = { one: 'mēģinājums', other: 'mēģinājumi' };
    assert.deepEqual(
      [1, 2, 11, 21].map((count) => plural('lv', count, lv)),
      ['mēģinājums', 'mēģinājumi', 'mēģinājumi', 'mēģinājums'],
    );
  });
});

describe('the spoken code', () => {
  it('is taken as people type it', () => {
    assert.equal(digitsOf(' 123-45 6'), '123456');
    assert.ok(isWholeCode('123 456'));
    assert.ok(!isWholeCode('12345'));
  });

  it('needs a number that was not left empty or cut', () => {
    assert.ok(looksLikeNumber('+371 29 123 456'));
    assert.ok(!looksLikeNumber('2912'));
  });
});

describe('a stroke on a guide', () => {
  it('turns the step it points to', () => {
    assert.equal(swipeOf(-80, 10), 'next');
    assert.equal(swipeOf(80, -10), 'previous');
  });

  it('is none when it is short, or rather a scroll', () => {
    assert.equal(swipeOf(-40, 0), undefined);
    assert.equal(swipeOf(-80, 60), undefined);
  });
});

describe('an id', () => {
  it('[CAL-4] is a version 4 UUID, made without a secure context', () => {
    const ids = new Set(Array.from({ length: 200 }, newId));
    assert.equal(ids.size, 200);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});

describe('a refusal', () => {
  it('carries its code and the sentence for a person', () => {
    const body = '{"type":"x","title":"x","status":410,"code":"invitation_expired","detail":"Par vēlu."}';
    assert.deepEqual(refusalOf(body), { ok: false, code: 'invitation_expired', sentence: 'Par vēlu.' });
  });

  it('that is not ours is a connection that does not work', () => {
    const offline = { ok: false, code: 'offline', sentence: '' };
    assert.deepEqual(refusalOf('<html>Sign in to the hotel</html>'), offline);
    assert.deepEqual(refusalOf('{}'), offline);
  });
});

describe('the QR code', () => {
  it('has its three finder squares', () => {
    const { path, size } = qrPath('https://example.test/#Ab3dE6gH9jK2mN5pQ8sT1v');
    const dark = (column: number, row: number) => path.includes(`M${column} ${row}h`);
    for (const [column, row] of [
      [0, 0],
      [size - 7, 0],
      [0, size - 7],
    ] as const) {
      assert.ok(dark(column, row) && dark(column + 6, row + 6) && dark(column + 3, row + 3));
      assert.ok(!dark(column + 1, row + 1));
    }
  });
});

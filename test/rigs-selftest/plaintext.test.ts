import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createScanner, formsOf, numberForms, pictureSlices } from '../rigs/crash/plaintext.ts';

describe('the search for plaintext', () => {
  const numbers = createScanner(numberForms('+37126000001'));
  const found = (bytes: Buffer | string) => numbers.scan('file', Buffer.from(bytes)).length > 0;

  it('finds a number however it is written', () => {
    for (const text of [
      '26000001',
      '{"to":"+37126000001"}',
      'lmt26000001queued',
      '+371 26 000 001',
      '2600 0001',
      '26-000-001',
      '3236303030303031',
      '2B33373132363030303030310A',
    ]) {
      assert.ok(found(text), text);
    }
  });

  it('finds it in base64 at every alignment', () => {
    // Of "+37126000001" alone, and with one and two bytes before it.
    for (const text of ['KzM3MTI2MDAwMDAx', 'eCszNzEyNjAwMDAwMQ==', 'eHgrMzcxMjYwMDAwMDE=']) {
      assert.ok(found(text), text);
    }
  });

  it('finds it in UTF-16 of both orders, and as an integer', () => {
    assert.ok(found(Buffer.from('26000001', 'utf16le')));
    assert.ok(found(Buffer.from('26000001', 'utf16le').swap16()));
    assert.ok(found(Buffer.of(0xff, 0x00, 0x08, 0xa4, 0xe1, 0xcd, 0x81, 0xff)));
  });

  it('is not misled by digits inside an id or a hash, nor blinded by one beside them', () => {
    const uuid = '019aa260-0000-7126-8000-260000014aff';
    assert.ok(!found(uuid));
    assert.ok(!found('ab26000001'.padEnd(64, 'c')));
    assert.ok(found(`${uuid}26000001`));
    assert.ok(!found('26000002'));
  });

  it('finds texts beyond ASCII, and parts of a picture', () => {
    const text = createScanner(formsOf('text', 'Šķirklis'));
    assert.equal(text.scan('file', Buffer.from('xx Šķirklis')).length, 1);
    assert.equal(text.scan('file', Buffer.from('Šķirklis', 'utf16le')).length, 1);
    assert.equal(text.scan('file', Buffer.from('Skirklis')).length, 0);
    const picture = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 31 + (at >> 8) * 7) % 251));
    const slices = createScanner(pictureSlices(picture));
    assert.ok(slices.scan('file', Buffer.concat([Buffer.alloc(9), picture.subarray(0, 100)])).length > 0);
    assert.ok(slices.scan('file', picture.subarray(-64)).length > 0);
    assert.equal(slices.scan('file', Buffer.alloc(5000)).length, 0);
  });
});

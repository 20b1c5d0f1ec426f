import assert from 'node:assert/strict';
import { pictureType } from '../../server/media/magic.ts';
import * as pictures from '../support/pictures.ts';

describe('media: magic bytes', () => {
  it('[PHO-22] lets JPEG, PNG and WebP through', async () => {
    assert.deepEqual(pictureType(await pictures.jpeg(8, 8)), { ok: true, type: 'jpeg' });
    assert.deepEqual(pictureType(await pictures.png(8, 8)), { ok: true, type: 'png' });
    assert.deepEqual(pictureType(await pictures.webp(8, 8)), { ok: true, type: 'webp' });
  });

  it('[PHO-22] knows HEIC, HEIF and AVIF, which get a code of their own', async () => {
    const refused = { ok: false, code: 'picture_heic' };
    for (const brand of ['heic', 'heix', 'mif1', 'avif'])
      assert.deepEqual(pictureType(pictures.heif(brand)), refused);
    assert.deepEqual(pictureType(pictures.heif('MiHB', ['abcd', 'heic'])), refused);
    assert.deepEqual(pictureType(await pictures.avif(8, 8)), refused);
  });

  it('[PHO-22] refuses everything else', async () => {
    const others = [
      await pictures.gif(8, 8),
      await pictures.tiff(8, 8),
      pictures.SVG,
      pictures.PDF,
      pictures.heif('isom', ['mp42']),
      Buffer.from('RIFF\0\0\0\0WAVE'),
      Buffer.from([0xff, 0xd8]),
      Buffer.from([0x89, 0x50, 0x4e, 0x47]),
      Buffer.from('ftyp'),
      Buffer.from('\0\0\0\x18ftyp'),
    ];
    for (const bytes of others)
      assert.deepEqual(pictureType(bytes), { ok: false, code: 'picture_type_unsupported' });
    assert.deepEqual(pictureType(new Uint8Array()), { ok: false, code: 'picture_empty' });
  });
});

import assert from 'node:assert/strict';
import { signatureOf, signerOf } from '../../server/telephony/signature.ts';

const SECRET = 'q7Zk2mXv9TbL4sWd8RfN6hJc3PyG5aUe';
const OTHER = 'Yw3Ke8Vn5RzQ1tMb7XcJ4pLs9DgH2fAu';
const BODY = '{"controller":"lmt","event":"e-1","number":"+37120000001"}';
// printf '%s' '1795000000.{"controller":...}' | openssl dgst -sha256 -hmac q7Zk2mXv9TbL4sWd8RfN6hJc3PyG5aUe
const MAC = 'e4bfb88bb6b2a1ed5fe21c8665dbb07788f6be8766f8213cd3825ac67525bdd1';
const AT = 1_795_000_000;
const SECRETS = new Map([
  ['lmt', SECRET],
  ['amigo', OTHER],
]);

const verify = (header: string | undefined, { body = BODY, at = AT }: { body?: string; at?: number } = {}) =>
  signerOf(SECRETS, header, Buffer.from(body), at * 1000);

describe('the signature between machines', () => {
  it('[TEL-1] is HMAC-SHA256 over time and body, as openssl computes it', () => {
    assert.equal(signatureOf(SECRET, BODY, AT * 1000 + 999), `t=${AT},v1=${MAC}`);
    assert.deepEqual(verify(`t=${AT},v1=${MAC}`), { ok: true, signer: 'lmt' });
  });

  it('[TEL-1] without a signature the answer is signature_missing', () => {
    assert.deepEqual(verify(undefined), { ok: false, code: 'signature_missing' });
    assert.deepEqual(verify(''), { ok: false, code: 'signature_missing' });
  });

  for (const [what, header, change] of [
    ['another body', `t=${AT},v1=${MAC}`, { body: BODY.replace('e-1', 'e-2') }],
    ['another time', `t=${AT + 1},v1=${MAC}`, {}],
    ['one flipped digit', `t=${AT},v1=${MAC.slice(0, -1)}${MAC.endsWith('0') ? '1' : '0'}`, {}],
    ['a shorter code', `t=${AT},v1=${MAC.slice(2)}`, {}],
    ['no time', `v1=${MAC}`, {}],
    ['more than one code', `t=${AT},v1=${MAC},v1=${MAC}`, {}],
    ['other words', 'Bearer something', {}],
  ] as const) {
    it(`[TEL-1] ${what} is signature_wrong`, () => {
      assert.deepEqual(verify(header, change), { ok: false, code: 'signature_wrong' });
    });
  }

  it('[TEL-1] a secret of nobody here is signature_wrong', () => {
    const header = signatureOf('Zz9Yx8Wv7Ut6Sr5Qp4On3Ml2Kj1Ih0Gf', BODY, AT * 1000);
    assert.deepEqual(verify(header), { ok: false, code: 'signature_wrong' });
  });

  it('[TEL-2] is good for five minutes before and after its time', () => {
    const header = `t=${AT},v1=${MAC}`;
    assert.equal(verify(header, { at: AT + 300 }).ok, true);
    assert.equal(verify(header, { at: AT - 300 }).ok, true);
    assert.deepEqual(verify(header, { at: AT + 301 }), { ok: false, code: 'signature_expired' });
    assert.deepEqual(verify(header, { at: AT - 301 }), { ok: false, code: 'signature_expired' });
  });
});

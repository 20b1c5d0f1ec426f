/** A file held in memory with its compressed forms, and how it is answered with. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

export interface Asset {
  /** Content-Type. */
  readonly type: string;
  readonly plain: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
  /** SHA-256 of the plain bytes, base64url. */
  readonly digest: string;
}

/** Addresses with a version or a digest in them: what is behind one never changes. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Kept by the browser, but asked for again each time; the entity tag makes that cheap. */
export const REVALIDATE = 'no-cache';

export function digestOf(body: Uint8Array | string): string {
  return createHash('sha256').update(body).digest('base64url');
}

/** Compresses a text once, for all who ask for it later. */
export async function textAsset(type: string, body: Uint8Array | string): Promise<Asset> {
  const plain = Buffer.from(body);
  const [br, gz] = await Promise.all([promisify(brotliCompress)(plain), promisify(gzip)(plain)]);
  return { type, plain, br, gzip: gz, digest: digestOf(plain) };
}

/** Answers with the smallest form that the browser takes; 304 when it has it already. */
export function sendAsset(req: Request, res: Response, asset: Asset, cacheControl: string): void {
  const encoding = bestEncoding(req, asset);
  // A strong tag names exact bytes, and each encoding has other ones (RFC 9110 section 8.8.3.3).
  res.set({
    'content-type': asset.type,
    'cache-control': cacheControl,
    etag: `"${asset.digest}${encoding ? `-${encoding}` : ''}"`,
  });
  if (asset.br || asset.gzip) res.vary('Accept-Encoding');
  const body = encoding && asset[encoding];
  if (encoding && body) res.set('content-encoding', encoding);
  res.send(body ?? asset.plain);
}

function bestEncoding(req: Request, asset: Asset): 'br' | 'gzip' | undefined {
  if (asset.br && req.acceptsEncodings('br') === 'br') return 'br';
  return asset.gzip && req.acceptsEncodings('gzip') === 'gzip' ? 'gzip' : undefined;
}

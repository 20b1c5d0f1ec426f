/** Reading bodies: JSON for everything, raw bytes for pictures. Whatever came in is `unknown` until `parse`d. */
import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';
import * as v from 'valibot';
import type { ErrorCode } from '../../protocol/errors.ts';
import { HttpRefusal } from './problem.ts';

/**
 * Reads a JSON body of at most `limit` bytes into `req.body`. A browser cannot send `application/json` to a
 * foreign origin without asking first, so another content type is refused and not guessed at. Compressed bodies
 * are refused: a small bomb must not unpack here.
 */
export function jsonBody(limit = 16_384): RequestHandler {
  const read = express.json({ limit, inflate: false, strict: true, verify: onlyUtf8 });
  return (req, res, next) => {
    if (!req.is('application/json')) throw new HttpRefusal('malformed_request');
    read(req, res, next);
  };
}

/** The parser would replace broken UTF-8 silently and take UTF-16 for granted (RFC 8259 section 8.1: UTF-8). */
function onlyUtf8(_req: unknown, _res: unknown, bytes: Buffer, charset: string): void {
  if (charset !== 'utf-8' || !isUtf8(bytes)) throw new HttpRefusal('malformed_request');
}

/** Checks what came in. What is wrong with it is never told: the answer would echo the value. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new HttpRefusal('malformed_request');
  return result.output;
}

/**
 * Reads a raw body of at most `limit` bytes. Bytes are counted as they come: Content-Length may lie or be absent.
 * As much again is read and thrown away, because a browser that is cut off while it sends reports a network error
 * instead of our answer; whoever sends more than that is cut off.
 */
export async function readRaw(
  req: Request,
  limit: number,
  tooLarge: ErrorCode = 'picture_too_large',
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a raw body must not be decoded before it is read');
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (size <= 2 * limit) continue;
    req.res?.set('connection', 'close');
    break;
  }
  if (size > limit) throw new HttpRefusal(tooLarge);
  return Buffer.concat(chunks, size);
}

/** Parses the JSON of a raw body whose signature is verified (RFC 8259 section 8.1: UTF-8). */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HttpRefusal('malformed_request');
  }
}

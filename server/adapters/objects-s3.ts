/**
 * Objects in S3, or in a service that speaks its protocol. What is put there is sealed already; KMS encryption
 * at rest comes on top, and is switched off only for services without it.
 */
import { createHash } from 'node:crypto';
import { addAbortSignal, Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type ObjectStore, StoreError } from '../ports.ts';
import { assertEuropeanRegion } from './european-region.ts';
import { mustBeObjectKey, mustBeRange } from './object-key.ts';

export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  /** Of an S3-compatible service; absent for AWS. */
  readonly endpoint?: string;
  /** Needed with an endpoint that is not AWS: see `assertEuropeanRegion`. */
  readonly regionException?: string;
  /** Put before every key, for a bucket with other tenants; no slash at either end. */
  readonly prefix?: string;
  /** Absent: the machine's own role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Encryption at rest by KMS with this key, or with the account's own; on unless switched off. */
  readonly encryption?: { readonly kmsKeyId?: string } | 'off';
  /** For services that know neither bucket host names, nor today's checksums, nor DeleteObjects without MD5. */
  readonly compatible?: boolean;
  /**
   * Whether the bucket expires objects tagged `hold=none`, as ours does for a backstop; on unless `compatible`.
   * A held object has another value, an object that somebody else put none, and both stay.
   */
  readonly expires?: boolean;
  /** Milliseconds for one operation, its retries and its body included. Cleaning up after a failed put has its own. */
  readonly budget?: number;
  /** Milliseconds for one request of it. */
  readonly requestTimeout?: number;
  /** Requests of one operation. */
  readonly attempts?: number;
}

/** What the bucket's one expiring rule asks for: see `infra/`. */
const HOLD_TAG = 'hold';
const NOT_HELD = 'none';
const HELD = 'held';

interface Version {
  readonly Key: string;
  readonly VersionId?: string;
}

export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #budget: number;
  readonly #encryption: ReturnType<typeof encryptionHeaders>;
  readonly #expires: boolean;

  constructor(options: S3Options) {
    const { region, endpoint, regionException: exception } = options;
    assertEuropeanRegion(region, { ...(endpoint && { endpoint }), ...(exception && { exception }) });
    this.#client = createClient(options);
    this.#bucket = options.bucket;
    this.#prefix = options.prefix ? `${options.prefix}/` : '';
    this.#budget = options.budget ?? 15_000;
    this.#encryption = encryptionHeaders(options.encryption);
    this.#expires = options.expires ?? options.compatible !== true;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    const Key = this.#key(key);
    const tags = this.#expires ? { Tagging: `${HOLD_TAG}=${NOT_HELD}` } : {};
    const size = { ContentLength: body.length };
    const input = { Bucket: this.#bucket, Key, Body: body, ...size, ...this.#encryption, ...tags };
    try {
      await this.#within('put', (abortSignal) =>
        this.#client.send(new PutObjectCommand(input), { abortSignal }),
      );
    } catch (error) {
      // A put without an answer may have been stored all the same. Should this fail too, it is sealed bytes
      // that no row names, and whoever put it destroys their key.
      await this.delete(key).catch(() => undefined);
      throw error;
    }
  }

  async get(key: string, range?: { readonly start: number; readonly length: number }) {
    if (range) mustBeRange(range);
    const Range = range && `bytes=${range.start}-${range.start + range.length - 1}`;
    const input = { Bucket: this.#bucket, Key: this.#key(key), ...(Range && { Range }) };
    return this.#within('get', async (abortSignal) => {
      try {
        const { Body, ContentLength } = await this.#client.send(new GetObjectCommand(input), { abortSignal });
        // The SDK's own use of the signal ends with the headers; without this a stalled body keeps its socket.
        if (Body instanceof Readable) addAbortSignal(abortSignal, Body);
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        if (bytes.length !== ContentLength) throw new Error('the body was cut');
        return bytes;
      } catch (error) {
        const status = statusOf(error);
        if (status === 404) return undefined;
        if (status === 416) return new Uint8Array();
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    const Key = this.#key(key);
    await this.#within('delete', async (signal) => {
      for await (const versions of this.#versions(Key, signal)) await this.#deleteVersions(versions, signal);
    });
  }

  async hold(key: string, held: boolean): Promise<void> {
    if (!this.#expires) return;
    const Key = this.#key(key);
    const Value = held ? HELD : NOT_HELD;
    await this.#within('hold', async (signal) => {
      for await (const versions of this.#versions(Key, signal)) {
        for (const version of versions) await this.#tag(version, Value, signal);
      }
    });
  }

  /** Written, and read back: a hold is reported as set only when the store says so. */
  async #tag(version: Version, Value: string, abortSignal: AbortSignal): Promise<void> {
    const object = { Bucket: this.#bucket, ...version };
    const Tagging = { TagSet: [{ Key: HOLD_TAG, Value }] };
    await this.#client.send(new PutObjectTaggingCommand({ ...object, Tagging }), { abortSignal });
    const { TagSet } = await this.#client.send(new GetObjectTaggingCommand(object), { abortSignal });
    if (TagSet?.some((tag) => tag.Key === HOLD_TAG && tag.Value === Value)) return;
    throw new Error('the tag was not confirmed');
  }

  async *list(prefix: string): AsyncIterable<string> {
    let ContinuationToken: string | undefined;
    do {
      const input = { Bucket: this.#bucket, Prefix: this.#prefix + prefix, ContinuationToken };
      const page = await this.#within('list', (abortSignal) =>
        this.#client.send(new ListObjectsV2Command(input), { abortSignal }),
      );
      for (const { Key } of page.Contents ?? []) if (Key) yield Key.slice(this.#prefix.length);
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
  }

  async check(): Promise<void> {
    const input = { Bucket: this.#bucket };
    await this.#within('check', (abortSignal) =>
      this.#client.send(new HeadBucketCommand(input), { abortSignal }),
    );
  }

  close(): void {
    this.#client.destroy();
  }

  #key(key: string): string {
    mustBeObjectKey(key);
    return this.#prefix + key;
  }

  /** Versions and delete markers of exactly this key, in pages; a prefix also finds longer keys. */
  async *#versions(key: string, abortSignal: AbortSignal): AsyncIterable<readonly Version[]> {
    let from: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> | undefined = {};
    while (from) {
      const input: ListObjectVersionsCommandInput = { Bucket: this.#bucket, Prefix: key, ...from };
      const page: ListObjectVersionsCommandOutput = await this.#client.send(
        new ListObjectVersionsCommand(input),
        { abortSignal },
      );
      const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      const versions = found.flatMap(({ Key, VersionId }) =>
        Key === key ? [{ Key, ...(VersionId && { VersionId }) }] : [],
      );
      if (versions.length > 0) yield versions;
      // Keys come in order, so once a longer one is reached there are no more versions of this one.
      const more = page.IsTruncated && page.NextKeyMarker === key;
      from = more
        ? { KeyMarker: key, ...(page.NextVersionIdMarker && { VersionIdMarker: page.NextVersionIdMarker }) }
        : undefined;
    }
  }

  async #deleteVersions(versions: readonly Version[], abortSignal: AbortSignal): Promise<void> {
    const input = { Bucket: this.#bucket, Delete: { Objects: [...versions], Quiet: true } };
    const { Errors } = await this.#client.send(new DeleteObjectsCommand(input), { abortSignal });
    // The answer to DeleteObjects is 200 even when nothing could be deleted.
    if (Errors?.length) throw new Error(`${Errors.length} versions were not deleted: ${Errors[0]?.Code}`);
  }

  /** The whole operation, retries (and the pauses between them) and body included, within the budget. */
  async #within<T>(what: string, operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await operation(AbortSignal.timeout(this.#budget));
    } catch (cause) {
      throw new StoreError(`the object store failed to ${what}`, { cause });
    }
  }
}

function createClient(options: S3Options): S3Client {
  const { region, endpoint, credentials, compatible = false, requestTimeout = 5_000, attempts = 3 } = options;
  const client = new S3Client({
    region,
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: 2_000, requestTimeout, throwOnRequestTimeout: true },
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    ...(compatible && {
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  });
  if (compatible) addContentMd5(client);
  return client;
}

/** The protocol once demanded Content-MD5 for DeleteObjects; the SDK has moved on, older services have not. */
function addContentMd5(client: S3Client): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const { request } = args;
      if (context.commandName === 'DeleteObjectsCommand' && isBodied(request)) {
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
      }
      return next(args);
    },
    { step: 'build', name: 'contentMd5' },
  );
}

function isBodied(
  request: unknown,
): request is { readonly headers: Record<string, string>; readonly body: string | Uint8Array } {
  if (typeof request !== 'object' || request === null || !('body' in request) || !('headers' in request))
    return false;
  return typeof request.body === 'string' || request.body instanceof Uint8Array;
}

function encryptionHeaders(encryption: S3Options['encryption'] = {}) {
  if (encryption === 'off') return {};
  const { kmsKeyId } = encryption;
  // A bucket key spares a call to KMS for each object.
  const kms = { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true } as const;
  return kmsKeyId === undefined ? kms : { ...kms, SSEKMSKeyId: kmsKeyId };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

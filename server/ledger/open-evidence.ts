/** Everything that a verification reads, opened as the server keeps it and only to be read. Part of the programs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalKeys } from '../adapters/local-keys.ts';
import { FileObjectStore } from '../adapters/objects-files.ts';
import { isDamage, openKeyEvidence, openMainEvidence } from '../adapters/sqlite/evidence.ts';
import { destroyedAmong } from '../adapters/tombstones-file.ts';
import type { Config, MediaConfig } from '../config.ts';
import { objectFault } from '../media/check-object.ts';
import { objectKey, pictureDigest } from '../media/objects.ts';
import type { ObjectStore } from '../ports.ts';
import { type AuditCounts, audit } from './audit.ts';
import type { Finding } from './findings.ts';
import { createKeys } from './keys.ts';

export type Storage = Pick<Config, 'dataDir' | 'media' | 'keyFile' | 'checkpointDir'>;

/** The command or the place it was pointed at is wrong; the message says all there is to know. */
export class NotVerifiable extends Error {
  override readonly name = 'NotVerifiable';
}

export const mainFile = ({ dataDir }: Storage): string => join(dataDir, 'main.sqlite');
const keysFile = ({ dataDir }: Storage): string => join(dataDir, 'keys', 'keys.sqlite');

/** @throws NotVerifiable where there is nothing to read. */
export function mustBeThere(storage: Storage): void {
  for (const file of [mainFile(storage), keysFile(storage)]) {
    if (!existsSync(file)) throw new NotVerifiable(`there is no ${file}: is this a data directory?`);
  }
}

export interface AuditOptions {
  /** One controller's part; all of them when absent. */
  readonly controller?: string;
  readonly report: (finding: Finding) => void;
  readonly onStream?: (streams: number, of: number) => void;
}

/** Undefined when a database is so damaged that there is nothing to walk over; that is reported. */
export async function auditStorage(
  storage: Storage,
  { controller, report, onStream }: AuditOptions,
): Promise<AuditCounts | undefined> {
  const wrapper = openLocalKeys(storage.keyFile, []);
  const objects = await openObjects(storage.media);
  let file = 'main.sqlite';
  try {
    const evidence = openMainEvidence(mainFile(storage), controller);
    file = 'keys.sqlite';
    const keyStore = openKeyEvidence(keysFile(storage));
    for (const detail of keyStore.integrity()) report({ about: 'database', file, detail });
    file = 'main.sqlite';
    for (const detail of evidence.integrity()) report({ about: 'database', file, detail });
    const of = onStream ? evidence.count() : 0;
    const counts = await audit({
      evidence,
      keys: createKeys(wrapper, keyStore, () => ''),
      objects,
      objectKey,
      objectFault,
      pictureDigest,
      report,
      destroyed: (keys) => destroyedAmong(storage.checkpointDir, keys),
      controller,
      onStream: (streams) => onStream?.(streams, of),
    });
    if (evidence.disturbed()) {
      throw new NotVerifiable('a server was started on this directory meanwhile: verify again');
    }
    evidence.close();
    keyStore.close();
    return counts;
  } catch (error) {
    if (!isDamage(error) || !(error instanceof Error)) throw error;
    report({ about: 'database', file, detail: error.message });
    return undefined;
  }
}

async function openObjects(media: MediaConfig): Promise<Pick<ObjectStore, 'get' | 'list'>> {
  if (media.kind === 'files') return FileObjectStore.reading(media.folder);
  const { S3ObjectStore } = await import('../adapters/objects-s3.ts');
  const { kind: _, sse, sseKey, ...rest } = media;
  const encryption = sse ? (sseKey === undefined ? {} : { kmsKeyId: sseKey }) : 'off';
  try {
    return new S3ObjectStore({ ...rest, encryption, compatible: media.endpoint !== undefined });
  } catch (cause) {
    throw new NotVerifiable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

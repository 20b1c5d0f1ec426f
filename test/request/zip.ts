/** Opens the ZIPs that data subjects are given; every entry's checksum is compared. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';

export type Files = ReadonlyMap<string, Uint8Array>;

/** Files by path, in the order of the archive. */
export async function unzip(bytes: Uint8Array): Promise<Files> {
  const zip = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  const files = new Map<string, Uint8Array>();
  for (const entry of await zip.getEntries()) {
    if (entry.directory) continue;
    files.set(entry.filename, await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }));
  }
  await zip.close();
  return files;
}

export function textOf(files: Files, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString('utf8');
}

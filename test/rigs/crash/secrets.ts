/** Everything that the calls said, sent and were served, to be looked for in the server's files. */
import { randomBytes } from 'node:crypto';
import { createScanner, formsOf, type Hit, type Needle, numberForms, pictureSlices } from './plaintext.ts';

export type SecretKind = 'text' | 'token' | 'code' | 'number';

export interface Secrets {
  /** Stands in every text, so that a part of one is found, too. */
  readonly marker: string;
  keep(kind: SecretKind, value: string): void;
  keepPicture(picture: Uint8Array): void;
  /** Searches every file below the folder, and what the server wrote to its terminal. */
  scan(folder: string, written: Buffer): Hit[];
  /** How many byte strings are looked for. */
  count(): number;
  /** A careless debug line, for showing that it would be found. */
  leak(): string;
}

export function createSecrets(): Secrets {
  const marker = `Šķirkļis-${randomBytes(6).toString('hex')}`;
  const kept = new Map<string, SecretKind>();
  const pictures = new Map<string, Uint8Array>();

  function needles(): Needle[] {
    return [
      ...formsOf('text', marker),
      ...[...kept].flatMap(([value, kind]) =>
        kind === 'number' ? numberForms(value) : formsOf(kind, value),
      ),
      ...[...pictures.values()].flatMap(pictureSlices),
    ];
  }

  return {
    marker,
    keep: (kind, value) => void kept.set(value, kind),
    // The same picture is served byte for byte the same, so its first and last bytes tell it from others.
    keepPicture: (picture) =>
      void pictures.set(`${picture.length}:${Buffer.from(picture.slice(-64)).toString('hex')}`, picture),
    scan(folder, written) {
      const scanner = createScanner(needles());
      return [...scanner.scanFolder(folder), ...scanner.scan('terminal', written)];
    },
    count: () => needles().length,
    leak() {
      const [number = ''] = [...kept].find(([, kind]) => kind === 'number') ?? [];
      return `${Buffer.from(`to=${number}`).toString('base64')}\n`;
    },
  };
}

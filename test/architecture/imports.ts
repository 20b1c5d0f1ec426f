/** What the source files import, as written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Import {
  /** Path within the repository. */
  readonly from: string;
  /** Path within the repository, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const SOURCE = /\.(?:ts|tsx|js|mjs)$/;
const STATIC = /^[ \t]*(?:import|export)\b([^'"`;]*?)\bfrom\s+['"]([^'"]+)['"]/gm;
const BARE = /^[ \t]*import\s+['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => SOURCE.test(file));
}

export function importsOf(file: string, text = readFileSync(join(ROOT, file), 'utf8')): readonly Import[] {
  const code = withoutComments(text);
  const found = [
    ...[...code.matchAll(STATIC)].map(([, what = '', to = '']) => ({
      to,
      typeOnly: /^\s*type\b/.test(what),
    })),
    ...[...code.matchAll(BARE), ...code.matchAll(DYNAMIC)].map(([, to = '']) => ({ to, typeOnly: false })),
  ];
  return found.map(({ to, typeOnly }) => ({
    from: file,
    to: to.startsWith('.') ? posix.join(posix.dirname(file), to) : to,
    typeOnly,
  }));
}

/** Whole-line and block comments; what follows code on its line is left, as an address may hold two slashes. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

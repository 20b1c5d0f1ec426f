/**
 * Builds the browser clients into dist/, and only when their sources changed. `npm start` calls it, so a
 * second start on an unchanged clone spends a few milliseconds here.
 *
 *   dist/<client>/index.html, assets/*   with .br and .gz beside each text file
 *   dist/<client>/csp.json               {"styleHashes": [...]}: the inlined <style>, for the server's CSP
 *   dist/<client>/sources.json           digest of what it was built from
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '..');

interface Client {
  /** Its place below dist/. */
  readonly name: string;
  /** Where its page is, and the folder of all that it may import besides protocol and content. */
  readonly root: string;
  readonly sources: string;
  /** Where the server serves it. */
  readonly base: string;
  /** The caller's page has its first screen's CSS in the HTML: one request less before it can be used. */
  readonly inlineCss: boolean;
}

const CLIENTS: readonly Client[] = [
  { name: 'web-client', root: 'web-client', sources: 'web-client', base: '/', inlineCss: true },
  // A build of its own: chunks shared with the call's page would cost every call some bytes.
  { name: 'my', root: 'web-client/my', sources: 'web-client', base: '/my/', inlineCss: true },
  {
    name: 'agent-console',
    root: 'agent-console',
    sources: 'agent-console',
    base: '/agent/',
    inlineCss: false,
  },
];

/** Four-year-old phones: iPhone Safari 15, Android Chrome of 2022. */
const TARGET = ['es2020', 'safari15'];

/**
 * Builds every client whose sources changed since dist/ was written (all of them with `force`), or those
 * named in `only`. Throws vite's error when one does not build; dist/ then keeps the earlier build.
 */
export async function buildClients(
  options: { readonly force?: boolean; readonly only?: readonly string[] } = {},
): Promise<void> {
  for (const client of CLIENTS) {
    if (options.only && !options.only.includes(client.name)) continue;
    const digest = await digestOfSources(client);
    if (options.force || (await builtDigest(client)) !== digest) await buildClient(client, digest);
  }
}

async function buildClient(client: Client, digest: string): Promise<void> {
  // Built aside and moved into place, so that a running server never sees half a build.
  const aside = join(ROOT, 'dist', `.${client.name}-${process.pid}`);
  await mkdir(aside, { recursive: true });
  try {
    await build({
      configFile: false,
      root: join(ROOT, client.root),
      base: client.base,
      logLevel: 'warn',
      plugins: [plainImports(), ...(client.inlineCss ? [inlineCss(client.base)] : [])],
      build: {
        target: TARGET,
        outDir: aside,
        emptyOutDir: true,
        modulePreload: false,
        assetsInlineLimit: 0,
        reportCompressedSize: false,
      },
    });
    await writeFile(join(aside, 'csp.json'), JSON.stringify({ styleHashes: await styleHashes(aside) }));
    await compressAll(aside);
    await writeFile(join(aside, 'sources.json'), JSON.stringify({ digest }));
    await swap(aside, join(ROOT, 'dist', client.name));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Vite wraps each dynamic import to preload its files first: 1 kB of code for what these pages have no use for. */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => 'export const __vitePreload = (load) => load();',
    },
  };
}

/** Puts the page's stylesheet into its HTML and drops the file. */
function inlineCss(base: string): Plugin {
  return {
    name: 'inline-css',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        return html.replace(/<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g, (link, href: string) => {
          const file = href.slice(base.length);
          const asset = bundle?.[file];
          if (asset?.type !== 'asset') return link;
          delete bundle?.[file];
          return `<style>${String(asset.source).trim()}</style>`;
        });
      },
    },
  };
}

async function styleHashes(folder: string): Promise<readonly string[]> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  return [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css = '']) => {
    return `sha256-${createHash('sha256').update(css).digest('base64')}`;
  });
}

const TEXT = /\.(?:html|js|css|svg|json|txt)$/;
const NOT_SERVED = new Set(['csp.json', 'sources.json']);

async function compressAll(folder: string): Promise<void> {
  for (const file of await filesBelow(folder)) {
    if (!TEXT.test(file) || NOT_SERVED.has(relative(folder, file))) continue;
    const body = await readFile(file);
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    await writeFile(`${file}.br`, await promisify(brotliCompress)(body, quality));
    await writeFile(`${file}.gz`, await promisify(gzip)(body, { level: 9 }));
  }
}

/** A rename cannot replace a folder with files in it, so the old build steps aside first. */
async function swap(fresh: string, place: string): Promise<void> {
  const old = `${fresh}-old`;
  if (existsSync(place)) await rename(place, old);
  await rename(fresh, place);
  await rm(old, { recursive: true, force: true });
}

async function builtDigest(client: Client): Promise<string | undefined> {
  try {
    const text = await readFile(join(ROOT, 'dist', client.name, 'sources.json'), 'utf8');
    const saved: unknown = JSON.parse(text);
    return typeof saved === 'object' && saved && 'digest' in saved ? String(saved.digest) : undefined;
  } catch {
    return undefined;
  }
}

/** Everything that a client may import, this script, and the lockfile for the versions of its libraries. */
async function digestOfSources(client: Client): Promise<string> {
  const folders = [client.sources, 'protocol', 'content/design'].map((folder) => join(ROOT, folder));
  const files = (await Promise.all(folders.map((folder) => filesBelow(folder)))).flat();
  const alone = ['package-lock.json', 'bin/build-clients.ts'].map((file) => join(ROOT, file));
  const contentJson = (await filesBelow(join(ROOT, 'content'), false)).filter((file) =>
    file.endsWith('.json'),
  );
  const hash = createHash('sha256');
  for (const file of [...files, ...contentJson, ...alone].sort()) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

async function filesBelow(folder: string, recursive = true): Promise<string[]> {
  const entries = await readdir(folder, { recursive, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

if (import.meta.main) {
  const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  await buildClients({
    force: process.argv.includes('--force'),
    ...(names.length > 0 ? { only: names } : {}),
  });
}

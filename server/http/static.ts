/**
 * The built clients. Every file is read once, at start-up, into a table of exact paths: no request ever
 * names a file on the disk, so there is nothing to traverse and no directory to list.
 */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Router } from 'express';
import * as v from 'valibot';
import { type Asset, digestOf, IMMUTABLE, REVALIDATE, sendAsset } from './asset.ts';
import { type PagePolicy, pageCsp, setCsp } from './headers.ts';
import { HttpRefusal } from './problem.ts';

/** A built client: its page, and its other files by their path (`assets/main-3f2a.js`). */
export interface Site {
  readonly page: Asset;
  readonly files: ReadonlyMap<string, Asset>;
  readonly styleHashes: readonly string[];
}

const PAGE = 'index.html';
/** Notes of the build, for the server only. */
const NOT_SERVED: ReadonlySet<string> = new Set(['csp.json', 'sources.json']);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const Csp = v.object({
  styleHashes: v.array(v.pipe(v.string(), v.regex(/^sha(256|384|512)-[A-Za-z0-9+/]+=*$/))),
});

/**
 * Reads a client as `npm run build` leaves it, with `.br` and `.gz` beside each text file.
 * @throws when there is no build, or when a file has a type not listed here.
 */
export async function loadSite(folder: string): Promise<Site> {
  const bodies = await readAll(folder);
  const files = new Map<string, Asset>();
  for (const [path, plain] of bodies) {
    if (/\.(br|gz)$/.test(path) || NOT_SERVED.has(path)) continue;
    const type = TYPES[extname(path)];
    if (!type) throw new Error(`${path}: the server does not know how to serve this type of file`);
    const br = bodies.get(`${path}.br`);
    const gzip = bodies.get(`${path}.gz`);
    files.set(path, { type, plain, digest: digestOf(plain), ...(br && { br }), ...(gzip && { gzip }) });
  }
  const page = files.get(PAGE);
  if (!page) throw new Error(`${join(folder, PAGE)} is missing: run \`npm run build\``);
  files.delete(PAGE);
  const notes = bodies.get('csp.json');
  const { styleHashes } = notes ? v.parse(Csp, JSON.parse(notes.toString('utf8'))) : { styleHashes: [] };
  return { page, files, styleHashes };
}

async function readAll(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Error(`${folder} cannot be read: run \`npm run build\``, { cause });
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => {
    const path = relative(folder, file).split(sep).join('/');
    return [path, await readFile(file)] as const;
  });
  return new Map(await Promise.all(read));
}

export interface SitesDeps {
  readonly client: Site;
  /** The subject's own page. */
  readonly my: Site;
  readonly console: Site;
  readonly origins: readonly string[];
  /** Hosts whose pages may open in a frame on the caller's page. */
  readonly frameHosts: readonly string[];
  /** Keys of those whose subjects have a page. */
  readonly controllers: readonly string[];
}

/** The caller's page at `/` (the link) and `/k` (the spoken code), the subject's own
 * page at `/my/<controller>`, and the console below `/agent/`. */
export function siteRoutes({ client, my, console, origins, frameHosts, controllers }: SitesDeps): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const callerPolicy = policyOf(client, { origins, frameHosts });
  const consolePolicy = policyOf(console, { origins });
  const myPolicy = policyOf(my, { origins });

  router.get(['/', '/k'], (req, res) => {
    setCsp(res, callerPolicy);
    sendAsset(req, res, client.page, REVALIDATE);
  });
  router.get('/assets/:file', (req, res) => {
    sendAsset(req, res, fileOf(client, `assets/${req.params.file}`), IMMUTABLE);
  });

  router.get('/my/:controller', (req, res) => {
    if (!controllers.includes(req.params.controller)) throw new HttpRefusal('controller_unknown');
    setCsp(res, myPolicy);
    sendAsset(req, res, my.page, REVALIDATE);
  });
  router.get('/my/assets/:file', (req, res) => {
    sendAsset(req, res, fileOf(my, `assets/${req.params.file}`), IMMUTABLE);
  });

  // A relative redirect keeps the fragment, in which a CRM hands over a number.
  router.get('/agent', (_req, res) => res.redirect(301, '/agent/'));
  router.get('/agent/assets/:file', (req, res) => {
    sendAsset(req, res, fileOf(console, `assets/${req.params.file}`), IMMUTABLE);
  });
  // The console has its own addresses (`/agent/new`, `/agent/session/...`): its one page answers them all.
  router.get(['/agent/', '/agent/*path'], (req, res) => {
    const path = req.path.slice('/agent/'.length);
    const file = console.files.get(path);
    if (file) return sendAsset(req, res, file, REVALIDATE);
    if (extname(path) !== '') throw new HttpRefusal('unknown_route');
    setCsp(res, consolePolicy);
    sendAsset(req, res, console.page, REVALIDATE);
  });

  router.get('/:file', (req, res, next) => {
    const file = client.files.get(req.params.file);
    if (!file) return next();
    sendAsset(req, res, file, REVALIDATE);
  });

  return router;
}

function policyOf(site: Site, policy: Omit<PagePolicy, 'styleHashes'>): string {
  return pageCsp({ ...policy, styleHashes: site.styleHashes });
}

function fileOf(site: Site, path: string): Asset {
  const file = site.files.get(path);
  if (!file) throw new HttpRefusal('unknown_route');
  return file;
}

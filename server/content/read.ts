/** Reading checked files: whatever is wrong is said by file, place within it, and what was expected there. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isNode, LineCounter, parseDocument } from 'yaml';

/** Content that must not be served. The message is for whoever edits the files, not for a programmer. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  /** Path of the file below the content directory, with `/`. */
  readonly file: string;
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`content/${file}: ${problem}`, options);
    this.file = file;
  }
}

/** The files of one content directory. */
export interface Folder {
  bytes(file: string): Promise<Buffer>;
  text(file: string): Promise<string>;
  json<S extends v.GenericSchema>(file: string, schema: S): Promise<v.InferOutput<S>>;
  /** YAML, whose mistakes are told with their line. */
  yaml<S extends v.GenericSchema>(file: string, schema: S): Promise<v.InferOutput<S>>;
  /** Names of the folders, or of the files, directly in `path`; sorted; none when there is no such path. */
  folders(path: string): Promise<readonly string[]>;
  files(path: string): Promise<readonly string[]>;
}

export function openFolder(dir: string): Folder {
  const bytes = async (file: string) => {
    try {
      return await readFile(join(dir, file));
    } catch (cause) {
      throw new ContentError(file, 'the file is missing or cannot be read', { cause });
    }
  };
  const text = async (file: string) => decode(file, await bytes(file));
  const names = async (path: string, folders: boolean) => {
    const entries = await readdir(join(dir, path), { withFileTypes: true }).catch(ignoreMissing);
    return entries
      .filter((entry) => entry.isDirectory() === folders && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
  };
  return {
    bytes,
    text,
    json: async (file, schema) => check(file, schema, parse(file, await text(file))),
    yaml: async (file, schema) => checkYaml(file, schema, await text(file)),
    folders: (path) => names(path, true),
    files: (path) => names(path, false),
  };
}

function ignoreMissing(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function decode(file: string, body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new ContentError(file, 'the file is not saved as UTF-8', { cause });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const where = cause instanceof Error ? cause.message : '';
    throw new ContentError(file, `the JSON is broken (${where})`, { cause });
  }
}

function check<S extends v.GenericSchema>(file: string, schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new ContentError(file, result.issues.map(explain).join('; '));
}

function checkYaml<S extends v.GenericSchema>(file: string, schema: S, text: string): v.InferOutput<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    throw new ContentError(file, `line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`, {
      cause: broken,
    });
  }
  const result = v.safeParse(schema, document.toJS());
  if (result.success) return result.output;
  const where = (issue: v.BaseIssue<unknown>) => {
    const path = issue.path?.map(({ key }) => key) ?? [];
    // What is missing has no line of its own: that of what it should stand in.
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return `line ${lines.linePos(node.range[0]).line}: `;
    }
    return '';
  };
  throw new ContentError(file, result.issues.map((issue) => where(issue) + explain(issue)).join('; '));
}

function explain(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'the file';
  if (issue.received === 'undefined') return `${place} is missing`;
  if (issue.expected === 'never') return `${place} is not a field known here`;
  return issue.kind === 'schema'
    ? `${place} must be ${issue.expected}, not ${issue.received}`
    : `${place} ${issue.message}, not ${issue.received}`;
}

/** The list as a file of any length: read page by page while it is sent, as fast as the reader takes it. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { ReviewRow } from '../../protocol/review.ts';
import { csv } from '../review/csv.ts';
import { type Place, placeOf, type ReviewSessions, type SessionFilter } from '../review/sessions.ts';

/** Rows of one page: some 100 kB in memory at a time, however long the list. */
const PAGE = 500;

/** Every row that the filter finds, in pages; the next one is read when the one before has been taken. */
export async function* allRows(
  sessions: ReviewSessions,
  controller: string,
  filter: SessionFilter,
): AsyncGenerator<readonly ReviewRow[]> {
  let after: Place | undefined;
  do {
    const page = await sessions.list(controller, filter, after, PAGE);
    if (page.rows.length > 0) yield page.rows;
    after = page.next === undefined ? undefined : placeOf(page.next);
  } while (after);
}

/**
 * Sends the rows and ends the answer. A fault half-way cuts the connection, so that a part is never taken for the
 * whole; a reader who leaves stops the reading.
 */
export async function sendRows(
  res: Response,
  format: 'csv' | 'json',
  pages: AsyncIterable<readonly ReviewRow[]>,
): Promise<void> {
  res.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json');
  const text = format === 'csv' ? asCsv(pages) : asJson(pages);
  await pipeline(Readable.from(text), res).catch((error) => {
    // Nothing more can be told to whoever has gone.
    if (!res.headersSent) throw error;
  });
}

async function* asCsv(pages: AsyncIterable<readonly ReviewRow[]>): AsyncGenerator<string> {
  yield csv([COLUMNS.map(([title]) => title)]);
  for await (const rows of pages) yield csv(rows.map((row) => COLUMNS.map(([, value]) => value(row))));
}

async function* asJson(pages: AsyncIterable<readonly ReviewRow[]>): AsyncGenerator<string> {
  let before = '[';
  for await (const rows of pages) {
    yield before + rows.map((row) => JSON.stringify(row)).join(',');
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

const iso = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString());

const COLUMNS: readonly (readonly [string, (row: ReviewRow) => string])[] = [
  ['session', (row) => row.session],
  ['status', (row) => row.status],
  ['agent', (row) => row.agentName],
  ['agent_id', (row) => row.staff],
  ['category', (row) => row.category],
  ['language', (row) => row.language],
  ['created', (row) => iso(row.createdAt)],
  ['accepted', (row) => iso(row.acceptedAt)],
  ['ended', (row) => iso(row.endedAt)],
  ['reason', (row) => row.reason ?? ''],
  ['held', (row) => (row.held ? 'yes' : '')],
];

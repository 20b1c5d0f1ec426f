/**
 * The answer to "may this use rest on a consent now?", from the projection alone. It is asked before every use, so the
 * two queries are compiled once: compiling takes Kysely longer than SQLite takes to find the row.
 */
import { CompiledQuery } from 'kysely';
import type { ConsentAnswer, ConsentChannel } from '../../protocol/consent.ts';
import { currentConsent } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import type { ConsentStandingRow, Database } from '../database.ts';

export interface Query {
  readonly controller: string;
  /** Keyed hash of the number, as sessions have it. */
  readonly numberHash: string;
  readonly purpose: string;
  /** Needed for purposes that are granted by channel. */
  readonly channel?: ConsentChannel | undefined;
  /** What exactly: a key of the text's `covers`. A grant under an older text covers what that text named. */
  readonly use?: string | undefined;
}

export interface Answers {
  /** `now`: epoch milliseconds. */
  one(query: Query, now: number): Promise<ConsentAnswer>;
  /** In the order of the questions. Those that share controller, purpose and channel are looked up together. */
  many(queries: readonly Query[], now: number): Promise<readonly ConsentAnswer[]>;
}

type Row = Pick<ConsentStandingRow, 'number_hash' | 'state' | 'version' | 'record' | 'since' | 'valid_until'>;

/** Numbers of one query. More make it no faster; each one is one step of the event loop. */
const TOGETHER = 128;

export function createAnswers(database: Database, content: Content): Answers {
  const judge = createJudge(content);

  /** With this many numbers, which are the last parameters. */
  function compile(count: number): CompiledQuery<Row> {
    return database
      .selectFrom('consent_standing')
      .select(['number_hash', 'state', 'version', 'record', 'since', 'valid_until'])
      .where('controller', '=', '')
      .where('purpose', '=', '')
      .where('channel', '=', '')
      .where('number_hash', 'in', Array<string>(count).fill(''))
      .compile();
  }
  const queries = { one: compile(1), many: compile(TOGETHER) };

  async function rowsOf(
    { sql }: CompiledQuery<Row>,
    { controller, purpose, channel }: Group,
    hashes: readonly string[],
  ): Promise<readonly Row[]> {
    const parameters = [controller, purpose, channel ?? '', ...hashes];
    const { rows } = await database.executeQuery<Row>(CompiledQuery.raw(sql, parameters));
    return rows;
  }

  return {
    async one(query, now) {
      const [row] = await rowsOf(queries.one, query, [query.numberHash]);
      return judge(query, row, now);
    },
    async many(questions, now) {
      const answers = new Map<Query, ConsentAnswer>();
      for (const group of groupsOf(questions)) {
        for (let at = 0; at < group.length; at += TOGETHER) {
          const some = group.slice(at, at + TOGETHER);
          const [first] = some;
          if (!first) continue;
          // The last of them fills up the list: SQLite looks for it once.
          const hashes = Array.from({ length: TOGETHER }, (_, n) => (some[n] ?? first).numberHash);
          const rows = await rowsOf(queries.many, first, hashes);
          const found = new Map(rows.map((row) => [row.number_hash, row]));
          for (const query of some) answers.set(query, judge(query, found.get(query.numberHash), now));
        }
      }
      return questions.map((query) => {
        const answer = answers.get(query);
        if (!answer) throw new Error('a question was left without an answer');
        return answer;
      });
    },
  };
}

/** What the row of a subject's purpose (and channel) says to a question about it: pure, for a given catalogue. */
export function createJudge(
  content: Content,
): (query: Query, row: Omit<Row, 'number_hash'> | undefined, now: number) => ConsentAnswer {
  const { purposes, retired, covers } = indexOf(content);
  return (query, row, now) => {
    const { controller, purpose, channel, use } = query;
    const missing = (why: Extract<ConsentAnswer, { ok: false }>['why']): ConsentAnswer => ({
      ok: false,
      purpose,
      ...(channel === undefined ? {} : { channel }),
      ...(use === undefined ? {} : { use }),
      why,
    });
    if (!row) return missing(purposes.has(key(controller, purpose)) ? 'never' : 'unknown-purpose');
    const { state, version, record, since, valid_until: validUntil } = row;
    // What is retired is the catalogue's to say, and it may have changed since the row was written (CON-27).
    if (state !== 'in-force' && state !== 'retired') return missing(state);
    if (validUntil !== null && validUntil <= now) return missing('expired');
    if (retired.has(key(controller, purpose))) return missing('retired');
    const covered = covers.get(key(controller, purpose, version));
    if (!covered || (use !== undefined && !covered.includes(use))) return missing('not-covered');
    return { ok: true, record, version, since, ...(validUntil === null ? {} : { validUntil }) };
  };
}

type Group = Pick<Query, 'controller' | 'purpose' | 'channel'>;

function groupsOf(queries: readonly Query[]): Iterable<readonly Query[]> {
  const groups = Map.groupBy(queries, ({ controller, purpose, channel = '' }) =>
    key(controller, purpose, channel),
  );
  return groups.values();
}

/** What the catalogue says, found by key: it does not change while the server runs. */
function indexOf(content: Content) {
  const purposes = new Set<string>();
  const retired = new Set<string>();
  const covers = new Map<string, readonly string[]>();
  for (const { controller, purpose, version, covers: uses } of content.consents) {
    purposes.add(key(controller, purpose));
    if (!currentConsent(content, controller, purpose)) retired.add(key(controller, purpose));
    covers.set(key(controller, purpose, version), uses);
  }
  return { purposes, retired, covers };
}

/** Of words without spaces. */
const key = (...words: readonly string[]): string => words.join(' ');

/**
 * A projection of so many subjects, made by SQL: six standings each, two thirds of them in force. Its records are not
 * made: the guard does not read them.
 */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

export const CONTROLLER = 'lmt';

/** Purpose, channel, version: what `lmt` has in force. */
export const SLOTS = [
  ['offers', 'email', '2'],
  ['offers', 'sms', '2'],
  ['offers', 'call', '2'],
  ['metadata', '', '2'],
  ['automated', '', '2'],
  ['location', '', '2'],
] as const;

/** The keyed hash of the number of the nth subject; any 64 hexadecimal digits serve. */
export const hashOf = (n: number): string => createHash('sha256').update(String(n)).digest('hex');

/** The others are withdrawn. */
export const isInForce = (n: number, slot: number): boolean => (n + slot) % 3 !== 0;

/** Fills a database which has its schema and is closed. */
export function fill(file: string, subjects: number): void {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY',
  );
  database.function('hash_of', { deterministic: true }, (n) => hashOf(Number(n)));
  database.exec('CREATE TEMP TABLE person (hash TEXT, n INTEGER)');
  database
    .prepare(
      `WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < ? - 1)
       INSERT INTO person SELECT hash_of(n), n FROM counted`,
    )
    .run(subjects);
  database.exec(`CREATE TEMP TABLE slot (s INTEGER, purpose TEXT, channel TEXT, version TEXT)`);
  const slot = database.prepare('INSERT INTO slot VALUES (?, ?, ?, ?)');
  for (const [index, [purpose, channel, version]] of SLOTS.entries()) {
    slot.run(index, purpose, channel, version);
  }
  // In the order of the key, so that the tree is written once from left to right.
  database
    .prepare(
      `INSERT INTO consent_standing
       SELECT ?1, hash, purpose, channel, CASE (n + s) % 3 WHEN 0 THEN 'withdrawn' ELSE 'in-force' END, version,
         printf('0190a000-0000-7000-8000-%012x', n * 8 + s), 1763700000000 + n, NULL
       FROM (SELECT * FROM person ORDER BY hash) CROSS JOIN slot
       ORDER BY hash, purpose, channel`,
    )
    .run(CONTROLLER);
  database.exec(
    `INSERT INTO consent_subject SELECT printf('0190a000-0000-7000-8000-%012x', n), '${CONTROLLER}', hash,
       1763700000000 + n, NULL FROM person ORDER BY n`,
  );
  database.close();
}

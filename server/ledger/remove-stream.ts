/** Takes a stream out of the log when nothing needs its chain any more. The checkpoints tell that it is gone. */
import type { QueryCreator } from 'kysely';
import type { Database, Tables } from '../database.ts';
import type { Statement } from '../ports.ts';

export function removeStream(database: Database, stream: string): Statement[] {
  return [
    database
      .withRecursive('chain', (query) => chainOf(query, stream))
      .deleteFrom('entry')
      .where('n', 'in', (query) => query.selectFrom('chain').select('n'))
      .compile(),
    database.deleteFrom('stream').where('id', '=', stream).compile(),
  ];
}

/**
 * Places of a stream's entries: the log has no index by stream. Places are not sealed, so one that was changed must
 * lead neither into another stream nor in a circle.
 */
function chainOf(query: QueryCreator<Tables & { chain: { n: number; previous: number } }>, stream: string) {
  return query
    .selectFrom('stream')
    .innerJoin('entry', 'entry.n', 'stream.last')
    .where('stream.id', '=', stream)
    .where('entry.stream', '=', stream)
    .select(['entry.n', 'entry.previous'])
    .union(
      query
        .selectFrom('chain')
        .innerJoin('entry', 'entry.n', 'chain.previous')
        .where('entry.stream', '=', stream)
        .select(['entry.n', 'entry.previous']),
    );
}

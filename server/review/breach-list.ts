/** The list of affected sessions as an authority takes it, piece by piece: a key's breach may be about all of them. */
import type { AffectedSession } from '../../protocol/breach.ts';
import { csv } from './csv.ts';

const iso = (at: number | undefined) => (at === undefined || at === 0 ? '' : new Date(at).toISOString());

const COLUMNS: readonly (readonly [string, (one: AffectedSession) => string | number])[] = [
  ['session', (one) => one.session],
  ['created', (one) => iso(one.createdAt)],
  ['ended', (one) => iso(one.endedAt)],
  ['categories', (one) => one.categories.join(' ')],
  ['accesses', (one) => one.accesses ?? ''],
  ['last_access', (one) => iso(one.lastAccess)],
  ['untraceable', (one) => (one.untraceable ? 'yes' : '')],
];

export async function* affectedCsv(sessions: AsyncIterable<AffectedSession>): AsyncIterable<string> {
  yield csv([COLUMNS.map(([title]) => title)]);
  for await (const one of sessions) yield csv([COLUMNS.map(([, value]) => value(one))]);
}

export async function* affectedJson(sessions: AsyncIterable<AffectedSession>): AsyncIterable<string> {
  let before = '[';
  for await (const one of sessions) {
    yield before + JSON.stringify(one);
    before = ',\n';
  }
  yield before === '[' ? '[]\n' : ']\n';
}

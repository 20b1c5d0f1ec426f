/** The answer to "may this use rest on a consent now?", from the projection alone. */
import type { ConsentAnswer, ConsentChannel } from '../../protocol/consent.ts';
import { consentsOf, findConsent } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import type { Database } from '../database.ts';

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

export async function answerFrom(
  database: Database,
  content: Content,
  query: Query,
  now: number,
): Promise<ConsentAnswer> {
  const { controller, numberHash, purpose, channel, use } = query;
  const missing = (why: Extract<ConsentAnswer, { ok: false }>['why']): ConsentAnswer => ({
    ok: false,
    purpose,
    ...(channel === undefined ? {} : { channel }),
    ...(use === undefined ? {} : { use }),
    why,
  });
  const row = await database
    .selectFrom('consent_standing')
    .select(['state', 'version', 'record', 'valid_until'])
    .where('controller', '=', controller)
    .where('number_hash', '=', numberHash)
    .where('purpose', '=', purpose)
    .where('channel', '=', channel ?? '')
    .executeTakeFirst();
  if (!row) {
    const known = consentsOf(content, controller).some((one) => one.purpose === purpose);
    return missing(known ? 'never' : 'unknown-purpose');
  }
  const { state, version, record, valid_until: validUntil } = row;
  if (state !== 'in-force') return missing(state);
  if (validUntil !== null && validUntil <= now) return missing('expired');
  const text = findConsent(content, controller, purpose, version);
  if (!text || (use !== undefined && !text.covers.includes(use))) return missing('not-covered');
  return { ok: true, record, version, ...(validUntil === null ? {} : { validUntil }) };
}

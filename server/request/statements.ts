/** Statements of data subjects (GDPR Art. 16): they stand beside a session, whose log cannot be rewritten. */
import type { SessionRequests } from '../../protocol/requests.ts';
import type { Database } from '../database.ts';
import type { Requests } from './register.ts';

/** Those on one session, oldest first. */
export async function statementsOn(
  database: Database,
  requests: Pick<Requests, 'open'>,
  controller: string,
  session: string,
): Promise<SessionRequests['statements']> {
  const rows = await database
    .selectFrom('subject_request_item')
    .innerJoin('subject_request', 'subject_request.id', 'subject_request_item.request')
    .select(['request', 'closed_at'])
    .where('session', '=', session)
    .where('kind', '=', 'rectification')
    .where('controller', '=', controller)
    .orderBy('closed_at')
    .execute();
  const found: SessionRequests['statements'][number][] = [];
  for (const { request, closed_at } of rows) {
    const statement = (await requests.open(controller, request))?.details.statement;
    if (statement !== undefined) found.push({ request, at: closed_at ?? 0, statement });
  }
  return found;
}

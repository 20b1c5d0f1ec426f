/** What an agent's command may name, looked up within the controller of its session. */
import type { Content } from './content/types.ts';
import type { Database } from './database.ts';
import type { GuideLibrary } from './guide/library.ts';
import type { Accounts } from './identity/accounts.ts';
import type { Lookups } from './realtime/dispatch.ts';
import type { Sessions } from './session/sessions.ts';
import { firstName } from './session/start.ts';

export interface LookupDeps {
  readonly sessions: Sessions;
  readonly content: Content;
  readonly library: GuideLibrary;
  readonly database: Database;
  readonly accounts: Pick<Accounts, 'colleagues'>;
}

export function createLookups({ sessions, content, library, database, accounts }: LookupDeps): Lookups {
  async function controllerOf(session: string): Promise<string | undefined> {
    const state = (await sessions.view(session))?.state;
    return state && 'controller' in state ? state.controller : undefined;
  }

  return {
    async guide(session, id) {
      const controller = await controllerOf(session);
      const found = controller === undefined ? undefined : library.latest(controller, id);
      return found && { version: found.version, steps: found.steps };
    },
    async page(session, url) {
      const controller = await controllerOf(session);
      const pages = controller === undefined ? undefined : content.controllers.get(controller)?.pages;
      const address = URL.canParse(url) ? new URL(url) : undefined;
      // Exactly the declared hosts, over https, on the usual port, without a user name that could mislead.
      if (address?.protocol !== 'https:' || address.port !== '' || address.username !== '') return undefined;
      const allowed = pages?.find(({ host }) => host === address.hostname);
      return allowed && { url: address.href, host: allowed.host, open: allowed.open };
    },
    picture: (session, media) =>
      database
        .selectFrom('media')
        .select(['width', 'height'])
        .where('session', '=', session)
        .where('media', '=', media)
        .where('kind', '=', 'picture')
        .where('state', '=', 'stored')
        .orderBy('width', 'desc')
        .executeTakeFirst(),
    async colleague(session, staff) {
      const controller = await controllerOf(session);
      if (controller === undefined) return undefined;
      const found = (await accounts.colleagues(controller)).find(({ id }) => id === staff);
      return found && { id: found.id, name: firstName(found.name) };
    },
  };
}

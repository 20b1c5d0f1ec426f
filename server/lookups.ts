/** What an agent's command may name, looked up within the controller of its session. */
import type { Content } from './content/types.ts';
import type { GuideLibrary } from './guide/library.ts';
import type { Accounts } from './identity/accounts.ts';
import { type MediaRows, pictureDigest } from './media/objects.ts';
import type { Lookups } from './realtime/dispatch.ts';
import type { Sessions } from './session/sessions.ts';
import { firstName } from './session/start.ts';

export interface LookupDeps {
  readonly sessions: Sessions;
  readonly content: Content;
  readonly library: GuideLibrary;
  readonly mediaRows: Pick<MediaRows, 'of'>;
  readonly accounts: Pick<Accounts, 'colleagues'>;
}

export function createLookups({ sessions, content, library, mediaRows, accounts }: LookupDeps): Lookups {
  async function controllerOf(session: string): Promise<string | undefined> {
    const state = (await sessions.view(session))?.state;
    return state && 'controller' in state ? state.controller : undefined;
  }

  return {
    async guide(session, id) {
      const controller = await controllerOf(session);
      const found = controller === undefined ? undefined : library.latest(controller, id);
      return found && { version: found.version, steps: found.steps, purpose: found.purpose };
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
    async picture(session, media) {
      const rows = (await mediaRows.of(session, media))
        .filter(({ kind, state }) => kind === 'picture' && state === 'stored')
        .toSorted((one, other) => other.width - one.width);
      const [largest] = rows;
      return largest && { width: largest.width, height: largest.height, digest: pictureDigest(rows) };
    },
    async colleague(session, staff) {
      const controller = await controllerOf(session);
      if (controller === undefined) return undefined;
      const found = (await accounts.colleagues(controller)).find(({ id }) => id === staff);
      return found && { id: found.id, name: firstName(found.name) };
    },
  };
}

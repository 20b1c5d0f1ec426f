/** The end of every erasure: what the controller's log says is gone, and from when on no backup can open it. */
import type { Certificate } from '../../protocol/controller-events.ts';
import type { Database } from '../database.ts';

/** Key-store backups live seven days at most. Milliseconds. */
export const BACKUPS_LIVE = 7 * 24 * 60 * 60_000;

export function certify(
  about: Omit<Certificate, 'backupsUnreadableFrom'>,
  now: number,
): { readonly type: 'ErasureCertified' } & Certificate {
  return { type: 'ErasureCertified', ...about, backupsUnreadableFrom: now + BACKUPS_LIVE };
}

/**
 * Keys and objects that media of a session had. Read from their rows and not counted while erasing: an erasure
 * that was cut short and resumed must say the same as one that was not.
 */
export async function countMedia(
  database: Database,
  session: string,
  which: { readonly photo: string } | { readonly kind: 'picture' },
): Promise<{ readonly keys: number; readonly objects: number }> {
  const rows = await database
    .selectFrom('media')
    .select('key')
    .where('session', '=', session)
    .where('kind', '=', 'photo' in which ? 'photo' : which.kind)
    .$if('photo' in which, (query) => query.where('media', '=', 'photo' in which ? which.photo : ''))
    .execute();
  return { keys: new Set(rows.map(({ key }) => key)).size, objects: rows.length };
}

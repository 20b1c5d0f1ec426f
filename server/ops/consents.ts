/** `rebuild-consents`: writes what answers the guard anew from the records, and tells what was different. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { openCustomerFiles } from '../adapters/customers-files.ts';
import { lockDataDirectory } from '../adapters/data-lock.ts';
import { openLocalKeys } from '../adapters/local-keys.ts';
import { openKeyStore } from '../adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../adapters/sqlite/main-database.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { Rebuilt } from '../consent/rebuild.ts';
import { createConsentRegister } from '../consent/register.ts';
import { loadContent } from '../content/load.ts';
import { createKeys } from '../ledger/keys.ts';
import { createLedger } from '../ledger/ledger.ts';
import { OpsRefusal } from './refusal.ts';

export interface RebuildPlaces {
  readonly dataDir: string;
  readonly contentDir: string;
  readonly keyFile: string;
  readonly customersDir: string;
}

/** The server must be stopped: it decides on the rows that are written here. */
export async function rebuildConsents(places: RebuildPlaces): Promise<Rebuilt> {
  const { dataDir, contentDir, keyFile, customersDir } = places;
  const file = join(dataDir, 'main.sqlite');
  if (!existsSync(file)) throw new OpsRefusal(`there is no database ${file}: set DATA_DIR`);
  const content = await loadContent(contentDir);
  const wrapper = openLocalKeys(keyFile, [...content.controllers.keys()]);
  const lock = lockDataDirectory(dataDir);
  const { database, journal, close } = openMainDatabase(file);
  const keyStore = openKeyStore(join(dataDir, 'keys', 'keys.sqlite'));
  try {
    const register = createConsentRegister({
      database,
      content,
      ledger: createLedger(journal),
      keys: createKeys(wrapper, keyStore, newId),
      clock: systemClock,
      newId,
      lookupKey: (controller) => wrapper.lookupKey(controller),
      customers: openCustomerFiles(customersDir, 'everyone'),
    });
    return await register.rebuild();
  } finally {
    await close();
    keyStore.close();
    lock.release();
  }
}

/** What a person reads of it. */
export function reportOf({ subjects, different, stray, unreadable }: Rebuilt): readonly string[] {
  return [
    `${subjects} subjects read from their records; ${different} had rows that said something else and were written anew.`,
    ...(stray === 0 ? [] : [`${stray} rows had no subject behind them and were removed.`]),
    ...(unreadable === 0
      ? []
      : [`${unreadable} subjects cannot be read: their key is destroyed or their stream is gone.`]),
    different + stray + unreadable === 0
      ? 'The register says what its records say.'
      : 'Find out why before you go on: `npm run ledger -- verify`.',
  ];
}

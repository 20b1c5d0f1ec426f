/** A register on a real database and ledger, with a clock and a list of customers that a test moves. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { addLocalKeys, openLocalKeys } from '../../server/adapters/local-keys.ts';
import { openKeyStore } from '../../server/adapters/sqlite/key-store.ts';
import { openMainDatabase } from '../../server/adapters/sqlite/main-database.ts';
import { type ConsentRegister, createConsentRegister } from '../../server/consent/register.ts';
import { loadContent } from '../../server/content/load.ts';
import type { Content } from '../../server/content/types.ts';
import type { Database } from '../../server/database.ts';
import { createKeys, type Keys } from '../../server/ledger/keys.ts';
import { createLedger, type Ledger } from '../../server/ledger/ledger.ts';
import { lookupHash } from '../../server/ledger/lookup.ts';
import { CONTENT } from '../content/fixture.ts';

export interface RegisterRoom {
  readonly register: ConsentRegister;
  readonly database: Database;
  readonly content: Content;
  readonly clock: { now(): number; pass(milliseconds: number): void };
  /** Numbers that are no customers, and when the last transaction of one ended. */
  readonly strangers: Set<string>;
  readonly left: Map<string, number>;
  hashOf(controller: string, number: string): string;
  lookupKey(controller: string): Uint8Array;
  /** Where `main.sqlite`, `keys.sqlite` and `keys.json` lie. */
  readonly dir: string;
  readonly ledger: Ledger;
  readonly keys: Keys;
  /** The same room after a restart: nothing is remembered but what is durable. */
  reopened(content?: Content): ConsentRegister;
  dispose(): Promise<void>;
}

export async function openRegister(): Promise<RegisterRoom> {
  const dir = await mkdtemp(join(tmpdir(), 'consents-'));
  const content = await loadContent(CONTENT);
  const controllers = [...content.controllers.keys()];
  addLocalKeys(join(dir, 'keys.json'), controllers);
  const wrapper = openLocalKeys(join(dir, 'keys.json'), controllers);
  const keyStore = openKeyStore(join(dir, 'keys.sqlite'));
  const { database, journal, close } = openMainDatabase(join(dir, 'main.sqlite'));
  let time = Date.UTC(2026, 10, 21, 8);
  const clock = {
    now: () => time,
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
  const strangers = new Set<string>();
  const left = new Map<string, number>();
  const lookupKey = (controller: string) => wrapper.lookupKey(controller);
  const ledger = createLedger(journal);
  const keys = createKeys(wrapper, keyStore, randomUUID);
  const open = (current: Content) =>
    createConsentRegister({
      database,
      content: current,
      ledger: createLedger(journal),
      keys: createKeys(wrapper, keyStore, randomUUID),
      clock,
      newId,
      lookupKey,
      customers: {
        isCustomer: async (_controller, number) => !strangers.has(number),
        lastTransactionEnd: async (_controller, number) => left.get(number),
      },
    });
  return {
    register: open(content),
    database,
    content,
    dir,
    ledger,
    keys,
    clock,
    strangers,
    left,
    lookupKey,
    hashOf: (controller, number) => lookupHash(lookupKey(controller), 'number', number),
    reopened: (other = content) => open(other),
    async dispose() {
      await close();
      keyStore.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/**
 * The operator's other systems: each belongs to one controller, may ask about certain purposes (and channels) only,
 * and proves itself by a key that was shown once. A key runs out; a new one takes over while the old one still works.
 */

import { CONSENT_CHANNELS, type ConsentChannel } from '../../protocol/consent.ts';
import type { ControllerEvent } from '../../protocol/controller-events.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { ConsentSystemKeyRow, ConsentSystemRow, Database } from '../database.ts';
import { newToken, tokenHash } from '../identity/tokens.ts';
import type { Clock, Statement } from '../ports.ts';
import type { ControllerLog } from '../privacy/controller-log.ts';
import type { SystemSecrets } from './secrets.ts';

export interface System {
  readonly id: string;
  readonly controller: string;
  readonly name: string;
  readonly purposes: readonly string[];
  /** Empty: all of them. */
  readonly channels: readonly ConsentChannel[];
  readonly webhook?: string;
}

/** What is shown once, when a key is made. */
export interface IssuedKey {
  readonly system: System;
  /** Id of the key, which signatures name. */
  readonly key: string;
  readonly token: string;
  readonly signingSecret: string;
  readonly subjectKey: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface NewSystem extends Omit<System, 'id'> {
  /** Milliseconds that its key is good for. */
  readonly validFor: number;
}

export interface Systems {
  /** @returns undefined when the controller has a system of this name, also one that was revoked. */
  issue(wanted: NewSystem): Promise<IssuedKey | undefined>;
  /** @param overlap milliseconds that the keys until now go on working. */
  rotate(system: System, validFor: number, overlap: number): Promise<IssuedKey>;
  /** At once, with what it was still to be told. */
  revoke(system: System): Promise<void>;
  byName(controller: string, name: string): Promise<System | undefined>;
  fromToken(token: string): Promise<{ readonly ok: true; readonly system: System } | Refusal>;
  /** Keys that work now, oldest first. */
  keysOf(system: string): Promise<readonly ConsentSystemKeyRow[]>;
  all(controller?: string): Promise<readonly System[]>;
}

export interface SystemsDeps {
  readonly database: Database;
  readonly log: ControllerLog;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly secrets: SystemSecrets;
}

/** So that a token found in a file or a log can be told for what it is, by people and by scanners. */
const TOKEN_PREFIX = 'zvana_';

export function createSystems({ database, log, clock, newId, secrets }: SystemsDeps): Systems {
  const record = (controller: string, event: ControllerEvent, also: readonly Statement[]) =>
    log.append(controller, { kind: 'system' }, [event], also);

  /** One more key, and whatever else belongs to it, in one commit with the entry that says so. */
  async function issueKey(system: System, validFor: number, also: readonly Statement[]): Promise<IssuedKey> {
    const { id, controller, name, purposes, channels } = system;
    const now = clock.now();
    const token = TOKEN_PREFIX + newToken();
    const row: ConsentSystemKeyRow = {
      id: newId(),
      controller,
      system: id,
      hash: tokenHash(token),
      created_at: now,
      expires_at: now + validFor,
      revoked_at: null,
    };
    const about = { system: id, name, key: row.id, purposes, channels, until: row.expires_at };
    await record(controller, { type: 'SystemKeyIssued', ...about }, [
      ...also,
      database.insertInto('consent_system_key').values(row).compile(),
    ]);
    return {
      system,
      key: row.id,
      token,
      signingSecret: secrets.signingSecret(controller, row.id),
      subjectKey: secrets.subjectKey(controller, id),
      expiresAt: row.expires_at,
    };
  }

  async function byName(controller: string, name: string): Promise<System | undefined> {
    const row = await database
      .selectFrom('consent_system')
      .selectAll()
      .where('controller', '=', controller)
      .where('name', '=', name)
      .executeTakeFirst();
    return row && systemFrom(row);
  }

  return {
    byName,
    async issue({ validFor, ...wanted }) {
      if (await byName(wanted.controller, wanted.name)) return undefined;
      const system: System = { id: newId(), ...wanted };
      // It is told of what comes from now on; what was before, it can ask for.
      const { last } = await database
        .selectFrom('consent_change')
        .select(({ fn }) => fn.max('n').as('last'))
        .where('controller', '=', wanted.controller)
        .executeTakeFirstOrThrow();
      const row: ConsentSystemRow = {
        id: system.id,
        controller: system.controller,
        name: system.name,
        purposes: system.purposes.join(' '),
        channels: system.channels.join(' '),
        created_at: clock.now(),
        webhook: system.webhook ?? null,
        queued_to: last ?? 0,
      };
      return issueKey(system, validFor, [database.insertInto('consent_system').values(row).compile()]);
    },
    async rotate(system, validFor, overlap) {
      const until = clock.now() + overlap;
      const ends = database
        .updateTable('consent_system_key')
        .set({ expires_at: until })
        .where('system', '=', system.id)
        .where('expires_at', '>', until);
      return issueKey(system, validFor, [ends.compile()]);
    },
    async revoke({ id, controller, name }) {
      const keys = database.updateTable('consent_system_key').set({ revoked_at: clock.now() });
      const silence = database.updateTable('consent_system').set({ webhook: null });
      await record(controller, { type: 'SystemRevoked', system: id, name }, [
        keys.where('system', '=', id).where('revoked_at', 'is', null).compile(),
        silence.where('id', '=', id).compile(),
        database.deleteFrom('consent_webhook').where('system', '=', id).compile(),
      ]);
    },
    async fromToken(token) {
      const key = await database
        .selectFrom('consent_system_key')
        .selectAll()
        .where('hash', '=', tokenHash(token))
        .executeTakeFirst();
      if (!key || key.revoked_at !== null) return refuse('system_key_unknown');
      if (key.expires_at <= clock.now()) return refuse('system_key_expired');
      const row = await database
        .selectFrom('consent_system')
        .selectAll()
        .where('controller', '=', key.controller)
        .where('id', '=', key.system)
        .executeTakeFirst();
      return row ? { ok: true, system: systemFrom(row) } : refuse('system_key_unknown');
    },
    keysOf: (system) =>
      database
        .selectFrom('consent_system_key')
        .selectAll()
        .where('system', '=', system)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', clock.now())
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    async all(controller) {
      const rows = database.selectFrom('consent_system').selectAll().orderBy('controller').orderBy('name');
      const wanted = controller === undefined ? rows : rows.where('controller', '=', controller);
      return (await wanted.execute()).map(systemFrom);
    },
  };
}

export function systemFrom({ id, controller, name, purposes, channels, webhook }: ConsentSystemRow): System {
  const allowed = channels.split(' ');
  return {
    id,
    controller,
    name,
    purposes: purposes.split(' '),
    channels: CONSENT_CHANNELS.filter((channel) => allowed.includes(channel)),
    ...(webhook === null ? {} : { webhook }),
  };
}

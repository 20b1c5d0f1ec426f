/**
 * The register of consents. Each change is a record in the subject's own stream, sealed by the subject's own key;
 * what the records come to (`standing.ts`) is kept in a clear projection that answers the guard, written in the same
 * commit. A subject is a number at one controller until the number changes hands: its next holder is another one.
 */
import type {
  ConsentAnswer,
  ConsentChannel,
  ConsentRecord,
  ConsentStanding,
} from '../../protocol/consent.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import { consentCommands, currentConsent, findConsent } from '../content/consents.ts';
import type { ConsentSource, Content } from '../content/types.ts';
import type { ConsentSubjectRow, Database } from '../database.ts';
import type { Keys } from '../ledger/keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { lookupHash } from '../ledger/lookup.ts';
import type { Clock, Customers, Statement } from '../ports.ts';
import { createAnswers, type Query } from './answer.ts';
import { proofDue } from './due.ts';
import { createHandOvers } from './hand-over.ts';
import { projection } from './projection.ts';
import { createRebuild, type Rebuilt, write } from './rebuild.ts';
import { type Catalogue, standing } from './standing.ts';
import { entriesOf, type OpenSubject, openSubject, subjectKeyId } from './subject.ts';
import { type Arrival, type Grant, isOfFormerHolder, mayGive, type Withdrawal } from './wish.ts';

export type { Query } from './answer.ts';
export type { Arrival, Grant, Withdrawal } from './wish.ts';

/** `number`: E.164. */
export interface Holder {
  readonly controller: string;
  readonly number: string;
}

export type Recorded =
  | { readonly ok: true; readonly record: ConsentRecord; readonly standing: readonly ConsentStanding[] }
  | Refusal;

/** Everything that the register knows of a holder. */
export interface HolderConsents {
  readonly standing: readonly ConsentStanding[];
  /** Oldest first. */
  readonly records: readonly ConsentRecord[];
}

export interface HeldConsents extends HolderConsents {
  readonly subject: string;
  readonly numberHash: string;
  /** Epoch milliseconds at which the number changed hands. */
  readonly endedAt?: number;
}

/** A change that became durable. */
export interface ConsentChanged {
  readonly controller: string;
  readonly numberHash: string;
  readonly record: ConsentRecord;
}

export interface ConsentRegister {
  give(holder: Holder, grant: Grant): Promise<Recorded>;
  withdraw(holder: Holder, withdrawal: Withdrawal): Promise<Recorded>;
  /**
   * The number was ported or reassigned by `at`: everything of its old holder ends. No error when there was nothing.
   * @returns whether there was anything.
   */
  endHolder(holder: Holder, arrival: Arrival): Promise<boolean>;
  of(holder: Holder): Promise<HolderConsents>;
  /** Everyone who has had this number here, the present holder first; whose key is destroyed is not among them. */
  holders(
    controller: string,
    by: { readonly numberHash: string } | { readonly subject: string },
  ): Promise<readonly HeldConsents[]>;
  /** Whether a use may rest on a consent now. Answered from the projection: no key is opened. */
  inForce(query: Query): Promise<ConsentAnswer>;
  /** Many at once, answered in the order of the questions, as of one moment. */
  inForceMany(queries: readonly Query[]): Promise<readonly ConsentAnswer[]>;
  /** Writes the projection of every subject anew from the records, and tells what was different. */
  rebuild(): Promise<Rebuilt>;
  /** The same for one subject; resolves with whether anything was different. */
  refresh(subject: string): Promise<boolean>;
  /** Runs a step while nothing of this number (its keyed hash) changes. */
  alone<T>(numberHash: string, step: () => Promise<T>): Promise<T>;
  onChanged(listener: (changed: ConsentChanged) => void): void;
}

export interface ConsentRegisterDeps {
  readonly database: Database;
  readonly content: Content;
  readonly ledger: Ledger;
  readonly keys: Pick<Keys, 'createRecord' | 'openRecord'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lookupKey: (controller: string) => Uint8Array;
  readonly customers: Customers;
}

/** Of one number within the periods that are kept. */
const MOST_HOLDERS = 20;

export function createConsentRegister(deps: ConsentRegisterDeps): ConsentRegister {
  const { database, content, ledger, keys, clock, newId, lookupKey, customers } = deps;
  const answers = createAnswers(database, content);
  const handOvers = createHandOvers(database);
  const listeners: ((changed: ConsentChanged) => void)[] = [];
  /** Changes of one number one after the other: each is decided on what the one before it left. */
  const tails = new Map<string, Promise<unknown>>();

  const hashOf = ({ controller, number }: Holder) => lookupHash(lookupKey(controller), 'number', number);

  function alone<T>(name: string, step: () => Promise<T>): Promise<T> {
    const mine = (tails.get(name) ?? Promise.resolve()).then(step);
    const tail = mine.catch(() => {});
    tails.set(name, tail);
    void tail.then(() => tails.get(name) === tail && tails.delete(name));
    return mine;
  }

  const inTurn = <T>(holder: Holder, step: () => Promise<T>) => alone(hashOf(holder), step);

  function rowOf(controller: string, numberHash: string): Promise<ConsentSubjectRow | undefined> {
    return database
      .selectFrom('consent_subject')
      .selectAll()
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
  }

  async function find(holder: Holder): Promise<OpenSubject | undefined> {
    const row = await rowOf(holder.controller, hashOf(holder));
    return row && openSubject({ ledger, keys }, row);
  }

  async function create(holder: Holder): Promise<OpenSubject> {
    const id = newId();
    // The key is durable before anything is sealed with it (LED-5).
    await keys.createRecord(holder.controller, subjectKeyId(id));
    const row: ConsentSubjectRow = {
      id,
      controller: holder.controller,
      number_hash: hashOf(holder),
      created_at: clock.now(),
      ended_at: null,
    };
    const opened = await openSubject({ ledger, keys }, row, holder.number);
    if (!opened) throw new Error('the key of this subject is destroyed');
    return opened;
  }

  const catalogueOf = (controller: string): Catalogue => ({
    terms: (purpose, version) => findConsent(content, controller, purpose, version),
    isRetired: (purpose) => currentConsent(content, controller, purpose) === undefined,
  });

  async function standingOf(controller: string, number: string, records: readonly ConsentRecord[]) {
    const lastTransactionEnd = await customers.lastTransactionEnd(controller, number);
    return standing(records, catalogueOf(controller), { at: clock.now(), lastTransactionEnd });
  }

  async function held({ row, number, records }: OpenSubject): Promise<HeldConsents> {
    const { id: subject, controller, number_hash: numberHash, ended_at: endedAt } = row;
    const now = await standingOf(controller, number, records);
    return { subject, numberHash, records, standing: now, ...(endedAt === null ? {} : { endedAt }) };
  }

  /** One record, its subject's new standing, and what finds it again, in one commit. */
  async function append(
    subject: OpenSubject,
    about: Omit<ConsentRecord, 'id' | 'prior' | 'recordedAt' | 'at'>,
    arrival: Arrival,
    also: readonly Statement[] = [],
  ): Promise<Extract<Recorded, { ok: true }>> {
    const { controller, number_hash: numberHash } = subject.row;
    const recordedAt = clock.now();
    const prior = subject.records.findLast(({ purpose }) => purpose === about.purpose)?.id;
    const record: ConsentRecord = {
      id: newId(),
      ...(prior === undefined ? {} : { prior }),
      ...about,
      at: Math.min(arrival.at ?? recordedAt, recordedAt),
      recordedAt,
    };
    const records = [...subject.records, record];
    const now = await standingOf(controller, subject.number, records);
    const due = proofDue(records, now);
    const statements = projection(database, subject.row, record, now, arrival.source, due);
    await ledger.append(subject.stream, entriesOf(subject, record), [...statements, ...also]);
    for (const listener of listeners) listener({ controller, numberHash, record });
    return { ok: true, record, standing: now };
  }

  /** The outcome of the same message the first time, if it came before. */
  async function repeated(holder: Holder, source: string | undefined): Promise<Recorded | undefined> {
    if (source === undefined) return undefined;
    const row = await database
      .selectFrom('consent_source')
      .selectAll()
      .where('controller', '=', holder.controller)
      .where('source', '=', source)
      .executeTakeFirst();
    const subject = row && (await find(holder));
    const record = subject?.records.find(({ id }) => id === row?.record);
    if (!subject || !record) return row ? refuse('consent_unknown') : undefined;
    return {
      ok: true,
      record,
      standing: await standingOf(holder.controller, holder.number, subject.records),
    };
  }

  /** What can be given now: the text people read, and the one that an SMS command grants. */
  function givable(controller: string, purpose: string): readonly ConsentSource[] {
    const commands = [...consentCommands(content, controller).values()];
    const current = currentConsent(content, controller, purpose);
    if (!current) return [];
    return [current, ...commands.filter((one) => one.purpose === purpose)];
  }

  async function give(holder: Holder, grant: Grant): Promise<Recorded> {
    const again = await repeated(holder, grant.source);
    if (again) return again;
    const { controller } = holder;
    if (grant.at !== undefined) {
      const handedOver = await handOvers.last(controller, hashOf(holder));
      if (isOfFormerHolder(grant.at, clock.now(), handedOver)) return refuse('consent_holder_changed');
    }
    const named = findConsent(content, controller, grant.purpose, grant.version);
    const isCustomer = await customers.isCustomer(controller, holder.number);
    const decision = mayGive(grant, named, givable(controller, grant.purpose), isCustomer);
    if (!decision.ok) return decision;
    if (!named) throw new Error('a consent without a text was let through');
    const subject = (await find(holder)) ?? (await create(holder));
    return append(subject, { change: 'given', ...aboutOf(named, decision.channels, grant) }, grant);
  }

  async function withdraw(holder: Holder, withdrawal: Withdrawal): Promise<Recorded> {
    const again = await repeated(holder, withdrawal.source);
    if (again) return again;
    const { controller } = holder;
    const { purpose, channels } = withdrawal;
    const subject = await find(holder);
    const given = subject?.records.findLast((one) => one.purpose === purpose && one.change === 'given');
    const text =
      currentConsent(content, controller, purpose) ??
      (given && findConsent(content, controller, purpose, given.version)) ??
      findConsent(content, controller, purpose, '1');
    if (!text) return refuse('consent_unknown');
    const about = { change: 'withdrawn' as const, ...aboutOf(text, channels ?? [], withdrawal) };
    return append(subject ?? (await create(holder)), about, withdrawal);
  }

  async function endHolder(holder: Holder, arrival: Arrival): Promise<boolean> {
    if (await repeated(holder, arrival.source)) return false;
    const subject = await find(holder);
    // Whoever began after the number had changed hands is its new holder: a list that came again ends nothing of theirs.
    if (!subject || subject.row.created_at > (arrival.at ?? Number.POSITIVE_INFINITY)) {
      await noteHandOver(holder, arrival);
      return false;
    }
    const { purpose: _, ...about } = aboutOf(undefined, [], arrival);
    // From its arrival, whatever its date: who gave what in between cannot be known, and ending is the safe side.
    const noted = handOvers.note(holder.controller, subject.row.number_hash, clock.now());
    await append(subject, { change: 'ended', purpose: '', ...about }, { ...arrival, at: undefined }, noted);
    return true;
  }

  /** Of a holder nobody knew: late wishes of theirs can still arrive, and so can the same message. */
  async function noteHandOver(holder: Holder, { at, source }: Arrival): Promise<void> {
    const { controller } = holder;
    const now = clock.now();
    const noted = handOvers.note(controller, hashOf(holder), Math.min(at ?? now, now));
    const received = { controller, source: source ?? '', record: '', at: now };
    const known = database.insertInto('consent_source').values(received).compile();
    await write(database, source === undefined ? noted : [...noted, known]);
  }

  const rebuild = createRebuild({
    database,
    open: (row) => openSubject({ ledger, keys }, row),
    standingOf,
    alone,
  });

  return {
    give: (holder, grant) => inTurn(holder, () => give(holder, grant)),
    withdraw: (holder, withdrawal) => inTurn(holder, () => withdraw(holder, withdrawal)),
    endHolder: (holder, arrival) => inTurn(holder, () => endHolder(holder, arrival)),
    async of(holder) {
      const subject = await find(holder);
      if (!subject) return { standing: [], records: [] };
      const { records } = subject;
      return { records, standing: await standingOf(holder.controller, holder.number, records) };
    },
    async holders(controller, by) {
      const rows = await database
        .selectFrom('consent_subject')
        .selectAll()
        .where('controller', '=', controller)
        .where(({ eb }) =>
          'subject' in by ? eb('id', '=', by.subject) : eb('number_hash', '=', by.numberHash),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(MOST_HOLDERS)
        .execute();
      const opened = await Promise.all(rows.map((row) => openSubject({ ledger, keys }, row)));
      return Promise.all(opened.flatMap((subject) => (subject ? [held(subject)] : [])));
    },
    inForce: (query) => answers.one(query, clock.now()),
    inForceMany: (queries) => answers.many(queries, clock.now()),
    rebuild: rebuild.all,
    refresh: rebuild.one,
    alone,
    onChanged: (listener) => void listeners.push(listener),
  };
}

function aboutOf(text: ConsentSource | undefined, channels: readonly ConsentChannel[], arrival: Arrival) {
  const { language, method, assurance, staff, reason, session } = arrival;
  return {
    purpose: text?.purpose ?? '',
    version: text?.version ?? '',
    textHash: text?.hash ?? '',
    language,
    method,
    assurance,
    ...(channels.length === 0 ? {} : { channels }),
    ...(staff === undefined ? {} : { staff }),
    ...(reason === undefined ? {} : { reason }),
    ...(session === undefined ? {} : { session }),
  };
}

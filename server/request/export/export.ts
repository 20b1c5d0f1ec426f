/**
 * A data subject's copy of their data (GDPR Art. 15(3) and 20): a ZIP, made while it is sent, with what is still
 * kept of them and nothing of anyone else. Every category of every session is read under a grant of its own for
 * `subject-request`, and all grants are had before the first byte leaves.
 */
import { Readable } from 'node:stream';
import { TransformStream } from 'node:stream/web';
import { TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import type { Refusal } from '../../../protocol/errors.ts';
import type { Language } from '../../../protocol/language.ts';
import type { Controller } from '../../content/types.ts';
import type { Database, SessionRow } from '../../database.ts';
import type { MediaReader } from '../../media/reader.ts';
import type { Clock } from '../../ports.ts';
import type { ControllerLog } from '../../privacy/controller-log.ts';
import type { Asker, Grant } from '../../privacy/guard.ts';
import { type Held, NOTHING_HELD } from '../../privacy/held.ts';
import type { PeriodsInForce } from '../../privacy/period-records.ts';
import { recordOfProcessing } from '../../privacy/record-of-processing.ts';
import type { Guard } from '../../privacy/recorded-guard.ts';
import type { Restricted } from '../../privacy/restricted.ts';
import type { Sessions } from '../../session/sessions.ts';
import type { Requests } from '../register.ts';
import { statementsOn } from '../statements.ts';
import { type SubjectOf, sessionsOf } from '../subject.ts';
import {
  type ExportData,
  type ExportedPicture,
  type ExportedSession,
  iso,
  sessionData,
  type Titles,
} from './data.ts';
import { EXPORT_SCHEMA } from './schema.ts';
import { readme, summary } from './summary.ts';

export interface ExportInput extends SubjectOf {
  /** E.164. */
  readonly number: string;
  /** Of summary and README. */
  readonly language: Language;
  /** A reviewer with the subject's verified request; or the subject, `own`, from their own page. */
  readonly asker: Asker & { readonly staff?: string };
  /** The request that it answers, if any. */
  readonly request?: string;
}

/** `bytes`: the ZIP. Refused with the guard's codes, before anything is read. */
export type ExportFor = (
  input: ExportInput,
) => Promise<{ readonly ok: true; readonly bytes: Readable } | Refusal>;

export interface ExportDeps {
  readonly database: Database;
  readonly sessions: Pick<Sessions, 'view' | 'since'>;
  readonly reader: MediaReader;
  readonly guard: Guard;
  readonly log: ControllerLog;
  readonly clock: Clock;
  readonly requests: Pick<Requests, 'ofSubject' | 'open'>;
  readonly heldOf: (session: string) => Held;
  readonly restrictedOf: (session: string) => Restricted;
  /** Of the present holder of the number. */
  readonly consentsFor: (
    holder: { readonly controller: string; readonly number: string },
    language: Language,
  ) => Promise<ExportData['consents']>;
  /** Offers that were mailed to a number. Epoch milliseconds. */
  readonly mailingsFor: (
    controller: string,
    numberHash: string,
  ) => Promise<
    readonly {
      readonly offer: string;
      readonly at: number;
      readonly state: string;
      readonly events: readonly { readonly kind: string; readonly detail: string; readonly at: number }[];
    }[]
  >;
  readonly controllerOf: (key: string) => Controller;
  readonly periods: PeriodsInForce;
  readonly titlesFor: (controller: string, language: Language) => Titles;
}

const CATEGORIES = ['contact', 'matter', 'usage', 'shown', 'answers', 'photo'] as const;
type Grants = Readonly<Record<(typeof CATEGORIES)[number], Grant>>;

interface Part {
  readonly data: ExportedSession;
  readonly grants: Grants;
}

export function createExport(deps: ExportDeps): ExportFor {
  const { database, sessions, reader, guard, log, clock, requests, controllerOf } = deps;

  async function grantsFor(
    input: ExportInput,
    row: SessionRow,
  ): Promise<{ readonly ok: true; readonly grants: Grants } | Refusal> {
    const of = {
      session: row.id,
      controller: row.controller,
      endedAt: row.ended_at ?? undefined,
      subject: row.number_hash ?? undefined,
    };
    const grants: Partial<Record<(typeof CATEGORIES)[number], Grant>> = {};
    for (const category of CATEGORIES) {
      const granted = await guard.ask(input.asker, 'subject-request', category, 'read', of);
      if (!granted.ok) return granted;
      grants[category] = granted.grant;
    }
    return { ok: true, grants: grants as Grants };
  }

  /** Pictures of a session that are stored now; those being erased are not given out any more. */
  async function picturesOf(session: string): Promise<ExportedPicture[]> {
    const rows = await database
      .selectFrom('media')
      .select(['media', 'kind', 'state'])
      .distinct()
      .where('session', '=', session)
      .where('state', '!=', 'pending')
      .orderBy('media')
      .execute();
    const kept = new Set(rows.filter(({ state }) => state === 'stored').map(({ media }) => media));
    const kinds = new Map(rows.map(({ media, kind }) => [media, kind]));
    return [...kinds].map(([id, kind]) => ({
      id,
      kind,
      ...(kept.has(id) ? { file: `pictures/${session}/${id}.jpg` } : {}),
    }));
  }

  /** Undefined for a session whose content is being erased. */
  async function partOf(input: ExportInput, row: SessionRow, grants: Grants): Promise<Part | undefined> {
    const state = (await sessions.view(row.id))?.state;
    if (!state || state.status === 'none' || state.status === 'erased') return undefined;
    const { controller, id } = row;
    const [events, statements, pictures] = await Promise.all([
      sessions.since(id, 0),
      statementsOn(database, requests, controller, id),
      picturesOf(id),
    ]);
    const data: ExportedSession = {
      ...sessionData(row, state, events, deps.titlesFor(controller, input.language)),
      held: deps.heldOf(id) !== NOTHING_HELD,
      restricted: deps.restrictedOf(id).all,
      statements: statements.map(({ at, statement }) => ({ at: iso(at), statement })),
      pictures,
    };
    return { data, grants };
  }

  async function requestsOf({ controller, numberHash }: ExportInput): Promise<ExportData['requests']> {
    const told = [];
    for (const { id, kind, receivedAt, due, state, outcome, article } of await requests.ofSubject(
      controller,
      numberHash,
    )) {
      const details = (await requests.open(controller, id))?.details;
      if (!details) continue;
      told.push({
        id,
        kind,
        receivedAt: iso(receivedAt),
        due: iso(due),
        state,
        ...(outcome === undefined ? {} : { outcome }),
        ...(article === undefined ? {} : { article }),
        text: details.text,
        ...(details.answer ? { answer: details.answer.explanation } : {}),
      });
    }
    return told;
  }

  /** They are about no session; without a grant of their own none is told of. */
  async function mailingsOf({
    asker,
    controller,
    numberHash,
    holderSince = 0,
  }: ExportInput): Promise<ExportData['mailings']> {
    const of = { session: '', controller, subject: numberHash };
    const granted = await guard.ask(asker, 'subject-request', 'mailing', 'read', of);
    if (!granted.ok) return [];
    const mails = await deps.mailingsFor(controller, numberHash);
    return mails
      .filter(({ at }) => at >= holderSince)
      .map(({ offer, at, state, events }) => ({
        offer,
        at: iso(at),
        state,
        recorded: events.map(({ kind, detail, at: when }) => ({ at: iso(when), what: kind, detail })),
      }));
  }

  async function dataFor(input: ExportInput, parts: readonly Part[]): Promise<ExportData> {
    const of = controllerOf(input.controller);
    const { version, controller, activities, retention, recipients, transfers, rights } = recordOfProcessing(
      of,
      deps.periods.current(input.controller).periods,
    );
    return {
      format: 1,
      exportedAt: iso(clock.now()),
      language: input.language,
      subject: { number: input.number },
      controller: { ...controller, email: of.email },
      sessions: parts.map(({ data }) => data),
      requests: await requestsOf(input),
      consents: await deps.consentsFor(input, input.language),
      mailings: await mailingsOf(input),
      processing: { version, activities, retention, recipients, transfers, rights },
    };
  }

  async function write(zip: ZipWriter<unknown>, data: ExportData, parts: readonly Part[]): Promise<void> {
    const authority = controllerOf(data.controller.key).authority;
    await zip.add('README.txt', new TextReader(readme(data)));
    await zip.add('summary.html', new TextReader(summary(data, authority)));
    await zip.add('data.json', new TextReader(`${JSON.stringify(data, null, 1)}\n`));
    await zip.add('schema.json', new TextReader(`${JSON.stringify(EXPORT_SCHEMA, null, 1)}\n`));
    for (const { data: session, grants } of parts) {
      for (const { id, kind, file } of session.pictures) {
        // One that was erased a moment ago is not given out, whatever the list says.
        const grant = kind === 'photo' ? grants.photo : grants.shown;
        const picture = file === undefined ? undefined : await reader.open(grant, id);
        if (picture && file !== undefined) {
          await zip.add(file, new Uint8ArrayReader(picture.bytes), { level: 0 });
        }
      }
    }
    await zip.close();
  }

  return async (input) => {
    const parts: Part[] = [];
    for (const row of await sessionsOf(database, input)) {
      const granted = await grantsFor(input, row);
      if (!granted.ok) return granted;
      const part = await partOf(input, row, granted.grants);
      if (part) parts.push(part);
    }
    const pictures = parts.flatMap(({ data }) => data.pictures).filter(({ file }) => file !== undefined);
    const { asker, request } = input;
    const actor = { kind: asker.who, ...(asker.staff === undefined ? {} : { staff: asker.staff }) };
    const about = request === undefined ? {} : { request };
    const counts = { sessions: parts.length, pictures: pictures.length };
    await log.append(input.controller, actor, [{ type: 'SubjectExported', ...about, ...counts }]);

    const data = await dataFor(input, parts);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const zip = new ZipWriter(writable, { useWebWorkers: false, lastModDate: new Date(clock.now()) });
    // Half a copy must not look like a whole one; whoever went away has gone.
    write(zip, data, parts).catch((error) => writable.abort(error).catch(() => {}));
    return { ok: true, bytes: Readable.fromWeb(readable) };
  };
}

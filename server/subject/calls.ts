/**
 * What is still kept about a number: its calls, and each in full. Found by the keyed hash, which goes with the
 * content; read under a grant for the subject's own request, category by category (GDPR Art. 15). Staff ids, call
 * references and how an SMS fared are never part of it.
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Recorded } from '../../protocol/events.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Kept, SharedPhoto, Shown, SubjectCall, SubjectCallDetail } from '../../protocol/subject.ts';
import { textsVersionAt } from '../content/texts.ts';
import type { Localized } from '../content/types.ts';
import type { Database, SessionRow } from '../database.ts';
import type { Grant, Guarded } from '../privacy/guard.ts';
import { type Held, isHeld } from '../privacy/held.ts';
import type { DataCategory } from '../privacy/policy.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import type { Restricted } from '../privacy/restricted.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Subject } from './sign-in.ts';

/** A session of the subject's own that still has its content. */
export interface OwnCall {
  readonly row: SessionRow;
  readonly state: Exclude<SessionState, { status: 'none' | 'erased' }>;
}

export interface SubjectCalls {
  /** Newest first, at most 50. */
  list(subject: Subject): Promise<{ readonly calls: readonly SubjectCall[]; readonly more: boolean }>;
  detail(
    subject: Subject,
    session: string,
  ): Promise<{ readonly ok: true; readonly call: SubjectCallDetail } | Refusal>;
  /** `not_found` for whatever is not this subject's, or is erased. */
  own(subject: Subject, session: string): Promise<({ readonly ok: true } & OwnCall) | Refusal>;
  /** One entry of the controller's log, before anything is read. */
  grant(
    subject: Subject,
    call: OwnCall,
    category: DataCategory,
  ): Promise<{ readonly ok: true; readonly grant: Grant } | Refusal>;
}

export interface SubjectCallsDeps {
  readonly database: Database;
  readonly sessions: Pick<Sessions, 'view' | 'since'>;
  readonly guard: Guard;
  readonly heldOf: (session: string) => Held;
  readonly restrictedOf: (session: string) => Restricted;
  readonly topicOf: (category: SessionRow['category']) => Localized;
  readonly guideTitles: (controller: string, guide: string) => Localized;
}

const LISTED = 50;
/** What a line of the list tells of, and what the whole call does. */
const LINE: readonly DataCategory[] = ['usage', 'matter', 'photo'];
const WHOLE: readonly DataCategory[] = [...LINE, 'shown', 'answers'];

export function createSubjectCalls(deps: SubjectCallsDeps): SubjectCalls {
  const { database, sessions, guard, heldOf, restrictedOf, topicOf, guideTitles } = deps;

  const rowsOf = ({ controller, numberHash }: Subject) =>
    database
      .selectFrom('session')
      .selectAll()
      .where('controller', '=', controller)
      .where('number_hash', '=', numberHash);

  async function opened(row: SessionRow): Promise<OwnCall | undefined> {
    const state = (await sessions.view(row.id))?.state;
    // Erased since its row was read.
    return !state || state.status === 'none' || state.status === 'erased' ? undefined : { row, state };
  }

  async function own(subject: Subject, session: string) {
    const row = await rowsOf(subject).where('id', '=', session).executeTakeFirst();
    const call = row && (await opened(row));
    return call ? ({ ok: true, ...call } as const) : refuse('not_found');
  }

  function grant({ controller }: Subject, { row }: OwnCall, category: DataCategory) {
    const of: Guarded = { session: row.id, controller: row.controller, endedAt: row.ended_at ?? undefined };
    const asker = { who: 'caller', controller, own: true } as const;
    return guard.ask(asker, 'subject-request', category, 'read', of);
  }

  async function grantAll(
    subject: Subject,
    call: OwnCall,
    categories: readonly DataCategory[],
  ): Promise<Refusal | undefined> {
    for (const category of categories) {
      const granted = await grant(subject, call, category);
      if (!granted.ok) return granted;
    }
    return undefined;
  }

  function lineOf({ row, state }: OwnCall): SubjectCall {
    return {
      session: row.id,
      at: row.created_at,
      ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
      agentName: state.agentName,
      topic: topicOf(row.category),
      photos: photosOf(state).filter(({ erased }) => !erased).length,
      restricted: restrictedOf(row.id).all,
    };
  }

  return {
    own,
    grant,

    async list(subject) {
      const rows = await rowsOf(subject)
        .orderBy('created_at', 'desc')
        .limit(LISTED + 1)
        .execute();
      const calls: SubjectCall[] = [];
      for (const row of rows.slice(0, LISTED)) {
        const call = await opened(row);
        if (call && !(await grantAll(subject, call, LINE))) calls.push(lineOf(call));
      }
      return { calls, more: rows.length > LISTED };
    },

    async detail(subject, session) {
      const call = await own(subject, session);
      if (!call.ok) return call;
      const refused = await grantAll(subject, call, WHOLE);
      if (refused) return refused;
      const { row, state } = call;
      const held = heldOf(session);
      const events = await sessions.since(session, 0);
      const joined = 'joined' in state ? state.joined : undefined;
      return {
        ok: true,
        call: {
          ...lineOf(call),
          ...(row.end_reason === null ? {} : { reason: row.end_reason }),
          language: state.language,
          ...(state.matter ? { matter: state.matter } : {}),
          ...(joined && { device: joined.device }),
          ...(joined && row.accepted_at !== null
            ? {
                accepted: {
                  at: row.accepted_at,
                  terms: textsVersionAt(row.controller, 'terms', joined.terms),
                  notice: textsVersionAt(row.controller, 'notice', joined.notice),
                },
              }
            : {}),
          shared: photosOf(state).map((photo) => sharedPhoto(photo, held)),
          shown: shownIn(events, (guide) => guideTitles(row.controller, guide)),
          kept: keptOf(row, state, held),
        },
      };
    },
  };
}

export function photosOf(state: SessionState) {
  return 'joined' in state ? (state.joined?.photos ?? []) : [];
}

function sharedPhoto(photo: ReturnType<typeof photosOf>[number], held: Held): SharedPhoto {
  const { id, at, width, height, erased } = photo;
  return { id, at, width, height, state: erased ? 'erased' : isHeld(held, id) ? 'held' : 'kept' };
}

/** The dates are those of the session's row: what the sweep goes by. */
function keptOf(row: SessionRow, state: SessionState, held: Held): readonly Kept[] {
  const date = (due: number | null) => (due === null ? {} : { until: due });
  const photos = photosOf(state).filter(({ erased }) => !erased);
  const photoHeld = photos.some(({ id }) => isHeld(held, id));
  return [
    ...(photos.length > 0 ? [{ what: 'photos', ...date(row.photos_due), held: photoHeld } as const] : []),
    { what: 'content', ...date(row.content_due), held: held.all },
    { what: 'skeleton', ...date(row.skeleton_due), held: held.all || held.photos.size > 0 },
  ];
}

/** What the agent put on the screen, in the order it was, each once. */
function shownIn(events: readonly Recorded[], titles: (guide: string) => Localized): readonly Shown[] {
  const shown = new Map<string, Shown>();
  for (const { at, event } of events) {
    switch (event.type) {
      case 'GuideShown':
        shown.set(event.showing, { at, kind: 'guide', titles: titles(event.guide), done: 0, help: 0 });
        break;
      case 'StepAnswered': {
        const guide = shown.get(event.showing);
        if (guide?.kind !== 'guide') break;
        shown.set(event.showing, { ...guide, [event.answer]: guide[event.answer] + 1 });
        break;
      }
      case 'PageShown':
        shown.set(event.showing, { at, kind: 'page', title: event.title, url: event.url });
        break;
      case 'NoteShown':
        shown.set(event.showing, { at, kind: 'note', text: event.text });
        break;
      case 'PictureShown': {
        const { media, alt, width, height } = event;
        shown.set(event.showing, { at, kind: 'picture', media, alt, width, height });
        break;
      }
      default:
    }
  }
  return [...shown.values()];
}

/** The machine-readable copy: what data.json holds. `schema.ts` says the same as a JSON Schema. */
import type { EventType, Recorded } from '../../../protocol/events.ts';
import type { Language, MatterCategory } from '../../../protocol/language.ts';
import type { RequestRow } from '../../../protocol/requests.ts';
import type { SessionState } from '../../../protocol/session.ts';
import type { SessionRow } from '../../database.ts';
import type { RecordOfProcessing } from '../../privacy/record-of-processing.ts';
import { redact } from '../../session/redact.ts';

/** All times are ISO 8601 in UTC. */
export interface ExportData {
  readonly format: 1;
  readonly exportedAt: string;
  readonly language: Language;
  readonly subject: { readonly number: string };
  readonly controller: RecordOfProcessing['controller'] & { readonly email: string | null };
  readonly sessions: readonly ExportedSession[];
  /** Offers that were mailed, and what was recorded of each while the consent was in force. */
  readonly mailings: readonly {
    readonly offer: string;
    readonly at: string;
    readonly state: string;
    readonly recorded: readonly { readonly at: string; readonly what: string; readonly detail: string }[];
  }[];
  readonly requests: readonly ExportedRequest[];
  /** `records`: JSON-LD after ISO/IEC TS 27560, oldest first; `lines`: the same in words. */
  readonly consents: {
    readonly records: readonly object[];
    readonly lines: readonly { readonly at: string; readonly said: string }[];
  };
  readonly processing: Pick<
    RecordOfProcessing,
    'version' | 'activities' | 'retention' | 'recipients' | 'transfers' | 'rights'
  >;
}

export interface ExportedSession {
  readonly id: string;
  /** First name, as the page showed it. */
  readonly agent: string;
  readonly language: Language;
  /** `title`: the category in the subject's language; `text`: as the agent wrote it down. */
  readonly matter: { readonly category: MatterCategory; readonly title: string; readonly text?: string };
  /** The telephony system's reference of the call. */
  readonly call?: string;
  readonly createdAt: string;
  readonly acceptedAt?: string;
  readonly endedAt?: string;
  /** When photos, content and the content-free remains are due to go; absent while the call is on. */
  readonly keptUntil?: { readonly photos: string; readonly content: string; readonly skeleton: string };
  /** A legal hold keeps something of it beyond that. */
  readonly held: boolean;
  readonly restricted: boolean;
  /** The subject's own corrections (Art. 16). */
  readonly statements: readonly { readonly at: string; readonly statement: string }[];
  readonly happened: readonly ExportedEvent[];
  readonly pictures: readonly ExportedPicture[];
}

export interface ExportedEvent {
  readonly at: string;
  readonly by: Recorded['by'];
  readonly what: EventType;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface ExportedPicture {
  readonly id: string;
  /** `photo`: shared by the caller; `picture`: shown by the agent. */
  readonly kind: 'photo' | 'picture';
  /** Path in the ZIP; absent when it is erased. */
  readonly file?: string;
}

export interface ExportedRequest {
  readonly id: string;
  readonly kind: RequestRow['kind'];
  readonly receivedAt: string;
  readonly due: string;
  readonly state: RequestRow['state'];
  readonly outcome?: NonNullable<RequestRow['outcome']>;
  readonly article?: string;
  readonly text: string;
  readonly answer?: string;
}

export const iso = (at: number): string => new Date(at).toISOString();

/** In the subject's language. */
export interface Titles {
  guide(guide: string): string;
  matter(category: MatterCategory): string;
}

type Told = Exclude<SessionState, { status: 'none' | 'erased' }>;

/** What a session's row, state and log say to its subject; files, holds and statements are added by the exporter. */
export function sessionData(
  row: SessionRow,
  state: Told,
  events: readonly Recorded[],
  titles: Titles,
): Omit<ExportedSession, 'held' | 'restricted' | 'statements' | 'pictures'> {
  const { photos_due: photos, content_due: content, skeleton_due: skeleton } = row;
  const { matter, call, category } = state;
  return {
    id: row.id,
    agent: state.agentName,
    language: state.language,
    matter: { category, title: titles.matter(category), ...(matter === undefined ? {} : { text: matter }) },
    ...(call === undefined ? {} : { call }),
    createdAt: iso(state.createdAt),
    ...(row.accepted_at === null ? {} : { acceptedAt: iso(row.accepted_at) }),
    ...(state.status === 'ended' ? { endedAt: iso(state.ended.at) } : {}),
    ...(photos !== null && content !== null && skeleton !== null
      ? { keptUntil: { photos: iso(photos), content: iso(content), skeleton: iso(skeleton) } }
      : {}),
    happened: events.flatMap((event) => eventData(event, titles)),
  };
}

/** Open a page or prove who is who: they say nothing of the subject, and must not leave with a file. */
const SECRETS: ReadonlySet<string> = new Set(['type', 'staff', 'token', 'code', 'digits', 'word']);
/** Said of the session as a whole, once. */
const SAID_ABOVE: ReadonlySet<string> = new Set(['controller', 'number', 'call', 'matter']);

/**
 * As the caller's page has it; and what the page need not show but Art. 15 gives: how an SMS fared, and how the
 * agent rated the call.
 */
function eventData(recorded: Recorded, titles: Titles): ExportedEvent[] {
  const seen = redact(recorded, 'caller').event;
  const event = seen.type === 'Redacted' ? recorded.event : seen;
  if (event.type === 'Redacted') return [];
  const details: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(event)) {
    if (!SECRETS.has(name) && !SAID_ABOVE.has(name)) details[name] = value;
  }
  if (event.type === 'GuideShown') details.title = titles.guide(event.guide);
  return [{ at: iso(recorded.at), by: recorded.by, what: event.type, details }];
}

/** What a request leaves behind: certificates of erasure, recipients told, and entries of the log. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RequestEvent, RequestKind, SubjectRequest } from '../../../protocol/requests.ts';
import type { LogLine, LogPage } from '../../../protocol/review.ts';
import { get } from '../../model/api.ts';
import { certificateWords } from '../certificate/words.ts';
import { Link } from '../link.tsx';
import { LogTable } from '../log.tsx';
import { problem } from '../model.ts';
import { moment } from '../words.ts';
import type { StepProps } from './one.tsx';
import { requestWords, stepOf } from './words.ts';

export function Certificates({ request }: { request: SubjectRequest }) {
  const text = requestWords.value;
  const lines = useSignal<readonly LogLine[]>([]);
  const erasing = request.kind === 'erasure';
  const seen = request.items.map(({ session, state }) => `${session}${state}`).join();
  useEffect(() => {
    if (!erasing) return;
    const sessions = [...new Set(request.items.map(({ session }) => session))];
    // What went before by its period is not this request's doing.
    const since = request.answer?.at ?? request.receivedAt;
    void certificatesOf(sessions).then((found) => {
      lines.value = found.filter(({ at }) => at >= since);
    });
  }, [seen]);
  if (lines.value.length === 0) return null;
  return (
    <section aria-label={text.certificates}>
      <h2>{text.certificates}</h2>
      <p class="soft">{text.certificateNote}</p>
      {lines.value.map((line) => (
        <Certificate key={line.seq} line={line} />
      ))}
    </section>
  );
}

async function certificatesOf(sessions: readonly string[]): Promise<readonly LogLine[]> {
  const found: LogLine[] = [];
  for (const session of sessions) {
    const answer = await get<LogPage>(`/api/review/log?type=ErasureCertified&session=${session}`);
    if (answer.ok) found.push(...answer.value.lines);
    else problem.value = answer.sentence;
  }
  return found;
}

function Certificate({ line: { seq, at, event } }: { line: LogLine }) {
  const text = requestWords.value;
  if (event.type !== 'ErasureCertified') return null;
  const { remains } = event;
  const facts: readonly (readonly [string, string])[] = [
    [text.certified[event.what], moment(at, true)],
    [text.sessionId, event.session],
    [text.keys, String(event.keysDestroyed)],
    [text.objects, String(event.objectsDeleted)],
    [
      text.remains,
      remains?.until === undefined
        ? text.remaining[remains?.what ?? 'none']
        : text.remainsUntil(text.remaining[remains.what], moment(remains.until)),
    ],
    [text.backups, moment(event.backupsUnreadableFrom)],
    [text.reference, String(seq)],
  ];
  return (
    <>
      <dl class="facts proof">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link to={`certificate/${seq}`}>{certificateWords.value.link}</Link>
      </p>
    </>
  );
}

export function Recipients({ request, step }: StepProps) {
  const text = requestWords.value;
  return (
    <section>
      <h2>
        {text.recipients} <span class="article">{text.recipientsLaw}</span>
      </h2>
      <p class="soft">{text.recipientsNote}</p>
      {request.notified.length === 0 ? <p class="soft">{text.noRecipients}</p> : null}
      <ul class="past">
        {request.notified.map((one) => (
          <li key={`${one.at}${one.recipient}`}>
            <strong>{one.recipient}</strong> · {one.what} <span class="soft">{stepOf(one)}</span>
          </li>
        ))}
      </ul>
      <form
        class="reason"
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const fields = new FormData(form);
          const body = { recipient: String(fields.get('recipient')), what: String(fields.get('what')) };
          void step('notify', body).then((done) => done && form.reset());
        }}
      >
        <label class="field">
          <span>{text.recipient}</span>
          <input name="recipient" maxLength={200} required autocomplete="off" />
        </label>
        <label class="field">
          <span>{text.what}</span>
          <input name="what" maxLength={1000} required autocomplete="off" />
        </label>
        <button type="submit" class="button">
          {text.notify}
        </button>
      </form>
    </section>
  );
}

type Type = RequestEvent['type'];
const ALWAYS: readonly Type[] = [
  'RequestReceived',
  'RequestViewed',
  'IdentityVerified',
  'RequestAssigned',
  'RequestExtended',
  'RecipientNotified',
  'RequestAnswered',
];
/** By kind, since the log is asked for ten types at most. */
const BY_KIND: Readonly<Record<RequestKind, readonly Type[]>> = {
  access: ['SubjectExported'],
  portability: ['SubjectExported'],
  rectification: ['StatementAttached'],
  erasure: ['RequestErasureBegun'],
  restriction: ['ProcessingRestricted', 'RestrictionLifted'],
  objection: [],
  'human-review': [],
};

export function Trail({ request: { id, kind }, changes }: { request: SubjectRequest; changes: number }) {
  const text = requestWords.value;
  const lines = useSignal<readonly LogLine[]>([]);
  useEffect(() => {
    let current = true;
    void entriesOf(id, kind).then((found) => {
      if (current) lines.value = found;
    });
    return () => {
      current = false;
    };
  }, [id, changes]);
  return (
    <section>
      <h2>{text.trail}</h2>
      <LogTable lines={lines.value} />
    </section>
  );
}

/** The log has no index by request: read back, newest first, until the entry that began it. */
async function entriesOf(id: string, kind: RequestKind): Promise<readonly LogLine[]> {
  const found: LogLine[] = [];
  const type = [...ALWAYS, ...BY_KIND[kind]].join();
  let after: string | undefined;
  do {
    const asked = new URLSearchParams({ type, ...(after === undefined ? {} : { after }) });
    const answer = await get<LogPage>(`/api/review/log?${asked}`);
    if (!answer.ok) {
      problem.value = answer.sentence;
      return found;
    }
    found.push(...answer.value.lines.filter(({ event }) => 'request' in event && event.request === id));
    after = found.at(-1)?.event.type === 'RequestReceived' ? undefined : answer.value.next;
  } while (after !== undefined);
  return found;
}

/**
 * The one way for a command: decide (pure), guard, ledger.append (durable), evolve, publish, answer. Commands of
 * one session are decided in the order they came, each on the state that the ones before it led to; what they
 * make happen is published and answered only when it is durable (LED-1).
 */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Actor, Recorded, SessionEvent } from '../../protocol/events.ts';
import type { Periods } from '../../protocol/periods.ts';
import { evolveAll, isOpen, NO_SESSION, type SessionState } from '../../protocol/session.ts';
import { readNoticeVersion } from '../content/notice-version.ts';
import type { Database, SessionRow } from '../database.ts';
import { type Keys, logKeyId } from '../ledger/keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock, Statement } from '../ports.ts';
import { type Asker, agentPurpose, ask as askGuard } from '../privacy/guard.ts';
import type { Held } from '../privacy/held.ts';
import { datingBy } from '../privacy/periods.ts';
import type { Restricted } from '../privacy/restricted.ts';
import { categoryOf, consentedUse } from './categories.ts';
import type { Ask } from './commands.ts';
import { decide } from './decide.ts';
import type { Limits } from './decision.ts';
import { type Answered, type Live, load, newLive, type Outcome, remember, streamOf } from './live.ts';
import { type Kept, project } from './projection.ts';
import { fromEntry, toEntry } from './record.ts';

export type { Outcome } from './live.ts';

/** What became durable, in order. `origin` is whoever need not be told again. */
export interface Committed {
  readonly session: string;
  readonly events: readonly Recorded[];
  readonly state: SessionState;
  readonly origin: string | undefined;
}

export interface ExecuteOptions {
  /** The client's id of the command: a repeat is answered with the first outcome. */
  readonly command?: string;
  /** Rows that must change together with the events. */
  readonly also?: readonly Statement[];
  /** Digest of the sealed object that the events are about. */
  readonly object?: Uint8Array;
  readonly origin?: string;
}

export interface SessionView {
  readonly state: SessionState;
  readonly seq: number;
  /** Whose session it is or was: the state of an erased one no longer says so. */
  readonly controller: string;
  readonly staff: string | undefined;
}

export interface Sessions {
  /** Makes a session with its keys; resolves when durable. The row's `id` is the session's. */
  create(
    row: SessionRow,
    event: Extract<SessionEvent, { type: 'SessionCreated' }>,
    actor: Actor,
  ): Promise<void>;
  execute(id: string, ask: Ask, options?: ExecuteOptions): Promise<Outcome>;
  /** The first outcome of a command, if it has been answered before. */
  answered(id: string, by: Ask['by'], command: string): Promise<Outcome | undefined>;
  /** The durable state; undefined when there is no such session. An erased one is `erased`. */
  view(id: string): Promise<SessionView | undefined>;
  /** Events after a sequence. Empty for an erased session: its content is gone. */
  since(id: string, after: number): Promise<readonly Recorded[]>;
  onCommitted(listener: (committed: Committed) => void): void;
  /** Forgets the session's folded state and open key; the next use reads what is durable. */
  forget(id: string): void;
}

export interface SessionsDeps {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly limitsOf: (controller: string) => Omit<Limits, 'held'>;
  readonly heldOf: (session: string) => Held;
  /** What data subjects had restricted of a session. */
  readonly restrictedOf: (session: string) => Restricted;
  /** The controller's periods by the number of their record. */
  readonly periodsOf: (controller: string, version: number) => Periods;
  /** Destroys the key of a photo and deletes its objects; its rows already say `erasing`. */
  readonly erasePhoto: (session: string, photo: string) => Promise<unknown>;
}

/** Sessions kept folded in memory. One that falls out is folded again when it is needed. */
const LIVE_KEPT = 4096;

export function createSessions(deps: SessionsDeps): Sessions {
  const { database, ledger, keys, clock, limitsOf, heldOf, restrictedOf, periodsOf, erasePhoto } = deps;
  const lives = new Map<string, Live | Promise<Live | undefined>>();
  const listeners: ((committed: Committed) => void)[] = [];

  /** Without a promise where none is needed: every command passes through here. */
  function liveOf(id: string): Live | Promise<Live | undefined> {
    const known = lives.get(id);
    if (known) return known;
    const loading = load(database, ledger, keys, id);
    keep(id, loading);
    const settle = (live?: Live) => {
      if (lives.get(id) !== loading) return;
      if (live) lives.set(id, live);
      else lives.delete(id);
    };
    loading.then(settle, () => settle());
    return loading;
  }

  /** Keeps a session in memory, and lets go of the oldest that has no commit under way. */
  function keep(id: string, live: Live | Promise<Live | undefined>): void {
    lives.set(id, live);
    if (lives.size <= LIVE_KEPT) return;
    const { value: oldest } = lives.entries().next();
    if (!oldest) return;
    lives.delete(oldest[0]);
    // One that is being loaded or written is the newest again.
    if (oldest[1] instanceof Promise || oldest[1].pending > 0) lives.set(...oldest);
  }

  function publish(committed: Committed): void {
    for (const listener of listeners) listener(committed);
  }

  /** Decides and seals at once, so that nothing can come between; the answer waits for the commit. */
  function run(live: Live, ask: Ask, options: ExecuteOptions): Promise<Outcome> {
    const at = clock.now();
    const before = live.state;
    const limits = { ...limitsOf(live.stream.controller), held: heldOf(live.id) };
    const decision = decide(before, ask, limits);
    if (!decision.ok) return Promise.resolve(decision);
    // Nothing to record, but what it rests on must be durable before it is answered.
    if (decision.events.length === 0) return live.tail.then(() => ({ ok: true, events: [] }));
    const refused = guarded(live, ask, at, restrictedOf(live.id));
    if (refused) return Promise.resolve(refused);

    const actor = actorOf(ask);
    const first = live.stream.seq + 1;
    const events = decision.events.map(
      (event, index): Recorded => ({ seq: first + index, at, by: actor.kind, event }),
    );
    live.state = evolveAll(before, events);
    const state = live.state;
    const entries = decision.events.map((event) =>
      toEntry(event, actor, at, options.command, options.object),
    );
    const rows = project(database, live.id, state, decision.events, () => keptBy(live, state));
    const also = [...rows, ...(options.also ?? [])];
    live.pending += 1;
    const outcome = ledger.append(live.stream, entries, also).then(
      (): Outcome | Promise<Outcome> => {
        live.pending -= 1;
        live.durable = { state, seq: first + events.length - 1 };
        publish({ session: live.id, events, state, origin: options.origin });
        if (!isOpen(state) && live.pending === 0) lives.delete(live.id);
        const answer = { ok: true, events } as const;
        const erased = decision.events.filter((event) => event.type === 'PhotoErased');
        return erased.length === 0 ? answer : erasePhotos(live.id, erased).then(() => answer);
      },
      (): Outcome => {
        live.pending -= 1;
        lives.delete(live.id);
        return refuse('commit_failed');
      },
    );
    live.tail = outcome;
    return outcome;
  }

  /** What the caller was promised counts: the notice they accepted; before that, what was in force at the beginning. */
  function keptBy({ stream, periodVersion }: Live, state: SessionState): Kept {
    const notice = 'joined' in state ? state.joined?.notice : undefined;
    const accepted = notice === undefined ? undefined : readNoticeVersion(notice);
    const version = accepted?.record ?? periodVersion;
    return { version, dating: datingBy(periodsOf(stream.controller, version)) };
  }

  async function erasePhotos(session: string, events: readonly { readonly photo: string }[]): Promise<void> {
    for (const { photo } of events) await erasePhoto(session, photo);
  }

  function execute(live: Live, ask: Ask, options: ExecuteOptions): Promise<Outcome> {
    const { command } = options;
    if (command === undefined) return run(live, ask, options);
    // Looked up and remembered without a pause between, so that a repeat can never run twice.
    const answered = live.answers.get(command);
    return answered ? answerAgain(live, ask.by, answered) : executeOnce(live, ask, options, command);
  }

  /** Answers a repeat of a command as the first time. */
  async function answerAgain(live: Live, by: Ask['by'], answered: Answered): Promise<Outcome> {
    if (answered.ok === false) return answered;
    if (answered.ok === 'pending') return answered.outcome;
    const refused = readable(live, by, clock.now(), restrictedOf(live.id));
    if (refused) return refused;
    const opened = await ledger.read(live.stream, answered.after);
    const events = opened.slice(0, answered.count).map((entry) => fromEntry(entry).recorded);
    return { ok: true, events };
  }

  function executeOnce(live: Live, ask: Ask, options: ExecuteOptions, command: string): Promise<Outcome> {
    const outcome = run(live, ask, options);
    remember(live, command, { ok: 'pending', outcome });
    return outcome.then((answer) => {
      const after = answer.ok ? (answer.events[0]?.seq ?? 1) - 1 : 0;
      // A commit that failed may succeed when it is tried again; every other answer stands.
      if (!answer.ok && answer.code === 'commit_failed') live.answers.delete(command);
      else remember(live, command, answer.ok ? { ok: true, after, count: answer.events.length } : answer);
      return answer;
    });
  }

  return {
    async create(row, event, actor) {
      const key = await keys.createSession(row.controller, row.id);
      const stream = ledger.newStream(streamOf(row.id), row.controller, logKeyId(row.id), key);
      const insert = database.insertInto('session').values(row).compile();
      await ledger.append(stream, [toEntry(event, actor, row.created_at, undefined, undefined)], [insert]);
      const recorded: Recorded = { seq: 1, at: row.created_at, by: actor.kind, event };
      const state = evolveAll(NO_SESSION, [recorded]);
      keep(row.id, newLive(row.id, stream, state, row.period_version));
      publish({ session: row.id, events: [recorded], state, origin: undefined });
    },
    execute(id, ask, options = {}) {
      const known = liveOf(id);
      if (!(known instanceof Promise)) return execute(known, ask, options);
      return known.then(async (live) => {
        if (live) return execute(live, ask, options);
        return refuse((await erasure(database, id)) ? 'session_erased' : 'not_found');
      });
    },
    async answered(id, by, command) {
      const live = await liveOf(id);
      const before = live?.answers.get(command);
      return live && before && answerAgain(live, by, before);
    },
    async view(id) {
      const live = await liveOf(id);
      if (!live) return erasure(database, id);
      const { state } = live.durable;
      const staff = 'staff' in state ? state.staff : undefined;
      return { ...live.durable, controller: live.stream.controller, staff };
    },
    async since(id, after) {
      const live = await liveOf(id);
      if (!live) return [];
      const opened = await ledger.read(live.stream, after);
      return opened.map((entry) => fromEntry(entry).recorded);
    },
    onCommitted: (listener) => void listeners.push(listener),
    forget: (id) => void lives.delete(id),
  };
}

function actorOf(ask: Ask): Actor {
  return ask.by === 'agent' ? { kind: 'agent', staff: ask.staff } : { kind: ask.by };
}

/** Erasing, and taking off the screen what lost its consent. */
const STOPS: ReadonlySet<string> = new Set(['ErasePhotos', 'RepeatErasure', 'EraseContent', 'TakeOff']);

/** Ownership was decided with the command; the guard adds whether any row of the policy allows the write now. */
function guarded(live: Live, ask: Ask, now: number, restricted: Restricted): Refusal | undefined {
  const { controller } = live.stream;
  const endedAt = live.state.status === 'ended' ? live.state.ended.at : undefined;
  const asker: Asker = { who: ask.by, controller, own: true };
  const of = { session: live.id, controller, endedAt, restricted };
  // Erasing is storage limitation (Art. 5(1)(e)), or the caller's right (Art. 17), and not a use of the data.
  if (ask.by !== 'agent' && STOPS.has(ask.command.type)) return undefined;
  const category = categoryOf(ask.command.type);
  const use = consentedUse(ask.command);
  if (use) {
    const answer = askGuard(
      asker,
      use.purpose,
      category,
      'write',
      { ...of, consents: { [use.purpose]: use.answer } },
      now,
    );
    return answer.ok ? undefined : answer;
  }
  const purposes =
    ask.by === 'caller'
      ? (['assist', 'subject-request', 'guides-by-mail'] as const)
      : (['assist', 'wrap-up'] as const);
  const answers = purposes.map((purpose) => askGuard(asker, purpose, category, 'write', of, now));
  const refusals = answers.filter((answer) => !answer.ok);
  if (refusals.length < answers.length) return undefined;
  return refusals.find(({ code }) => code === 'processing_restricted') ?? refusals[0];
}

/** A repeat of an agent's command is answered with content: on a socket left open, too, that has its time. */
function readable(live: Live, by: Ask['by'], now: number, restricted: Restricted): Refusal | undefined {
  if (by !== 'agent') return undefined;
  const { controller } = live.stream;
  const endedAt = live.state.status === 'ended' ? live.state.ended.at : undefined;
  const of = { session: live.id, controller, endedAt, restricted };
  const asker: Asker = { who: 'agent', controller, own: true };
  const answer = askGuard(asker, agentPurpose(of), 'shown', 'read', of, now);
  return answer.ok ? undefined : answer;
}

async function erasure(database: Database, id: string): Promise<SessionView | undefined> {
  const row = await database
    .selectFrom('session')
    .select(['status', 'content_erased_at', 'controller', 'staff'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row?.status !== 'erased') return undefined;
  const { controller, staff, content_erased_at: at } = row;
  const state = { status: 'erased', at: at ?? 0, rule: 'content-retention' } as const;
  return { state, seq: 0, controller, staff };
}

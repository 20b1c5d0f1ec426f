/**
 * What the rig knows of one call: what was acknowledged, what was shown, and what must therefore stand in the
 * log. Written without the server's code, so that it cannot make the same mistake.
 */
import type { Recorded } from '../../../protocol/events.ts';

export type Role = 'agent' | 'caller';
/** One party's log as the server tells it now, by sequence. */
export type Log = ReadonlyMap<number, Recorded>;

export interface Verdict {
  /** Acknowledged events that are not in the log as they were acknowledged. */
  readonly lost: number;
  /** Events of the log that no command accounts for, or two do. */
  readonly doubled: number;
  /** Events that a party was shown and that are not in the log. */
  readonly unsaid: number;
}

export interface Record {
  /** The answer to a command, or to its repeat. */
  acknowledged(role: Role, events: readonly Recorded[]): void;
  /** The answer to an upload. */
  photoStored(photo: string): void;
  /** Everything that a party's socket brought, answers included. */
  held(role: Role, events: readonly Recorded[]): void;
  acknowledgements(): number;
  judge(logs: ReadonlyMap<Role, Log>): Verdict;
  /** Remembers an answer that never was, or one answer as of two commands. False when there is none yet. */
  misremember(what: 'lost' | 'doubled'): boolean;
}

/** Made by HTTP requests, which have no command ids and can each happen once only. */
const NOT_BY_COMMAND: ReadonlySet<string> = new Set([
  'SessionCreated',
  'InvitationIssued',
  'InvitationOpened',
  'TermsReading',
  'TermsAccepted',
  'PhotoShared',
  'Redacted',
]);

export function createRecord(): Record {
  const acks: { readonly role: Role; readonly events: readonly Recorded[] }[] = [];
  const photos = new Set<string>();
  const shown = new Map<Role, Map<number, Recorded>>([
    ['agent', new Map()],
    ['caller', new Map()],
  ]);

  return {
    acknowledged: (role, events) => void acks.push({ role, events }),
    photoStored: (photo) => void photos.add(photo),
    held(role, events) {
      for (const recorded of events) shown.get(role)?.set(recorded.seq, recorded);
    },
    acknowledgements: () => acks.length + photos.size,
    misremember(what) {
      const one = acks.find(({ events }) => events.length > 0);
      if (!one) return false;
      const events =
        what === 'doubled' ? one.events : one.events.map((event) => ({ ...event, seq: 100_000 }));
      acks.push({ role: one.role, events });
      return true;
    },
    judge(logs) {
      let lost = 0;
      let doubled = 0;
      let unsaid = 0;
      // After the end the caller is told only that it is over: what they saw must then stand in the agent's log.
      const standsFor = (role: Role, recorded: Recorded) => {
        const own = logs.get(role);
        return own ? stands(own, recorded) : standsElsewhere(logs.get('agent'), recorded);
      };
      const claims = new Map<number, number>();
      for (const { role, events } of acks) {
        for (const recorded of events) {
          claims.set(recorded.seq, (claims.get(recorded.seq) ?? 0) + 1);
          if (!standsFor(role, recorded)) lost += 1;
        }
      }
      for (const [role, events] of shown) {
        if (!logs.has('agent') && !logs.has(role)) continue;
        for (const recorded of events.values()) if (!standsFor(role, recorded)) unsaid += 1;
      }
      const sharings = new Map<string, number>();
      for (const { seq, by, event } of logs.get('agent')?.values() ?? []) {
        if (event.type === 'PhotoShared') sharings.set(event.photo, (sharings.get(event.photo) ?? 0) + 1);
        if (by === 'system' || NOT_BY_COMMAND.has(event.type)) continue;
        if (claims.get(seq) !== 1) doubled += 1;
      }
      for (const photo of photos) if (!sharings.has(photo)) lost += 1;
      for (const times of sharings.values()) if (times > 1) doubled += 1;
      return { lost, doubled, unsaid };
    },
  };
}

/** A party that cannot be asked any more proves nothing, so its events count as lost. */
function stands(log: Log | undefined, recorded: Recorded): boolean {
  const found = log?.get(recorded.seq);
  return found !== undefined && JSON.stringify(found) === JSON.stringify(recorded);
}

/** Shown to the caller alone. */
const CALLERS_OWN: ReadonlySet<string> = new Set(['digits', 'code', 'token']);

/** The same event in the other party's log: each may lack what only the other sees. */
function standsElsewhere(log: Log | undefined, { seq, at, by, event }: Recorded): boolean {
  const found = log?.get(seq);
  if (!found || found.at !== at || found.by !== by) return false;
  if (event.type === 'Redacted' || found.event.type === 'Redacted') return true;
  const theirs = new Map<string, unknown>(Object.entries(found.event));
  return Object.entries(event).every(
    ([field, value]) => CALLERS_OWN.has(field) || JSON.stringify(theirs.get(field)) === JSON.stringify(value),
  );
}

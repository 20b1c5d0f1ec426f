/**
 * The caller's finger on a consent card. The change is written into the subject's stream under an id made of the card
 * and the command; then the session hears what came of it. A repeat, also after a kill between the two, is written
 * once: the register knows the id, the session the command.
 */
import type { CallerCommand } from '../../protocol/commands.ts';
import type { CardOutcome } from '../../protocol/consent.ts';
import { type ErrorCode, refuse } from '../../protocol/errors.ts';
import type { JoinedSession, SessionState } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import { currentConsent } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import type { Database } from '../database.ts';
import type { Clock } from '../ports.ts';
import { closedCode } from '../session/decision.ts';
import type { ExecuteOptions, Outcome, Sessions } from '../session/sessions.ts';
import { firstOutcome } from './in-call.ts';
import type { ConsentRegister } from './register.ts';

type Answer = Extract<CallerCommand, { type: 'AnswerConsentCard' }>;
type Card = Extract<Stage, { kind: 'consent' }>;

export interface CardAnswerDeps {
  readonly sessions: Pick<Sessions, 'answered' | 'view' | 'execute'>;
  readonly register: Pick<ConsentRegister, 'give' | 'withdraw'>;
  readonly content: Content;
  readonly newId: () => string;
}

export interface ResumeDeps {
  readonly database: Database;
  readonly sessions: Pick<Sessions, 'since' | 'execute'>;
  readonly clock: Clock;
}

/** Longer than a call may last, in milliseconds: an older answer belongs to a session that is over. */
const LONGEST = 24 * 3_600_000;

export type AnswerCard = (session: string, answer: Answer, options: ExecuteOptions) => Promise<Outcome>;

export function createCardAnswer(deps: CardAnswerDeps): AnswerCard {
  const { sessions } = deps;
  return async (session, answer, options) => {
    const first = await firstOutcome(sessions, session, 'caller', options);
    if (first) return first;
    const state = (await sessions.view(session))?.state ?? { status: 'none' as const };
    const card = cardOf(state, answer.showing);
    if ('code' in card) return refuse(card.code);
    const { showing, purpose, version } = card.card;
    const note = (outcome: CardOutcome, how: ExecuteOptions) =>
      sessions.execute(
        session,
        { by: 'caller', command: { type: 'NoteCardAnswer', showing, purpose, version, outcome } },
        how,
      );
    if (answer.answer === 'declined') return note('declined', options);

    const recorded = await record(deps, session, card.state, card.card, answer, options);
    if (recorded.ok) return note(answer.answer, options);
    // The caller's page gets what follows as an event: a refusal carries none.
    const { origin: _, ...toEveryone } = options;
    switch (recorded.code) {
      case 'consent_outdated':
        await showAnew(deps, session, card.state, purpose);
        return recorded;
      case 'consent_channel_wrong':
        return recorded;
      default:
        await note('refused', toEveryone);
        return recorded;
    }
  };
}

/**
 * What a server that was killed between the two streams had recorded, and not told its session: to be called before
 * anything new is taken.
 */
export async function resumeAnswers({ database, sessions, clock }: ResumeDeps): Promise<void> {
  const recorded = await database
    .selectFrom('consent_source')
    .innerJoin('consent_change', (join) =>
      join
        .onRef('consent_change.controller', '=', 'consent_source.controller')
        .onRef('consent_change.record', '=', 'consent_source.record'),
    )
    .select(['source', 'change', 'purpose', 'version'])
    .where('source', 'like', 'card:%')
    .where('consent_source.at', '>', clock.now() - LONGEST)
    .orderBy('n')
    .execute();
  for (const { source, change, purpose, version } of recorded) {
    const [, session = '', showing = '', command = ''] = source.split(':');
    if (change === 'ended') continue;
    const told = (await sessions.since(session, 0)).some(
      ({ event }) =>
        event.type === 'ConsentCardAnswered' && event.showing === showing && event.outcome === change,
    );
    if (told) continue;
    const note = { type: 'NoteCardAnswer', showing, purpose, version, outcome: change } as const;
    await sessions.execute(session, { by: 'caller', command: note }, { command });
  }
}

/** The card that is answered, or why there is none to answer. */
function cardOf(
  state: SessionState,
  showing: string,
): { readonly state: JoinedSession; readonly card: Card } | { readonly code: ErrorCode } {
  if (state.status !== 'joined') return { code: closedCode(state) };
  const { match, stage } = state.joined;
  if (match.kind === 'pending') return { code: 'match_required' };
  // Without a spoken match nobody can say that this device is with the subject.
  if (match.kind === 'off') return { code: 'consent_needs_proof' };
  if (stage.kind !== 'consent') return { code: 'nothing_shown' };
  return stage.showing === showing ? { state, card: stage } : { code: 'showing_outdated' };
}

function record(
  { register }: CardAnswerDeps,
  session: string,
  { controller, number = '' }: JoinedSession,
  { showing, purpose, version }: Card,
  { answer, channels, language }: Answer,
  { command = '' }: ExecuteOptions,
) {
  const holder = { controller, number };
  const arrival = {
    method: 'call-card',
    assurance: 'matched-call',
    language,
    session,
    source: `card:${session}:${showing}:${command}`,
    purpose,
    channels,
  } as const;
  return answer === 'given'
    ? register.give(holder, { ...arrival, version })
    : register.withdraw(holder, arrival);
}

/** The text changed since: nothing was recorded, and the caller reads the new one. */
async function showAnew(
  { sessions, content, newId }: CardAnswerDeps,
  session: string,
  { controller, language }: JoinedSession,
  purpose: string,
): Promise<void> {
  const text = currentConsent(content, controller, purpose);
  if (!text) return;
  const { version, hash: textHash } = text;
  const command = { type: 'PutConsentCard', showing: newId(), purpose, version, textHash, language } as const;
  await sessions.execute(session, { by: 'caller', command });
}

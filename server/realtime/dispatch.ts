/**
 * From a message on a socket to an outcome: shape, then whatever the command names is looked up and every random
 * value drawn, then the session's own queue.
 */
import * as v from 'valibot';
import type { AgentCommand } from '../../protocol/commands.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { GuidePurpose } from '../../protocol/guide.ts';
import type { AnswerCard } from '../consent/card-answer.ts';
import type { ShowDiagnostics } from '../consent/diagnostics.ts';
import { type ConsentsInCall, USES } from '../consent/in-call.ts';
import type { Invitations } from '../invitation/invitations.ts';
import type { PreparedAgentCommand } from '../session/commands.ts';
import type { ExecuteOptions, Outcome, Sessions } from '../session/sessions.ts';
import type { Admitted } from './admission.ts';
import { EnvelopeSchema, isKnownCommand, SentByAgent, SentByCaller } from './schemas.ts';

export interface Lookups {
  /** Newest version of a guide of this session's controller. */
  readonly guide: (
    session: string,
    id: string,
  ) => Promise<{ version: number; steps: number; purpose: GuidePurpose } | undefined>;
  /** The allow-listed host of an address, and how it opens. */
  readonly page: (
    session: string,
    url: string,
  ) => Promise<{ url: string; host: string; open: 'tab' | 'frame' } | undefined>;
  readonly picture: (
    session: string,
    media: string,
  ) => Promise<{ width: number; height: number; digest: Uint8Array } | undefined>;
  /** A colleague of the same controller who can take the session over. */
  readonly colleague: (session: string, staff: string) => Promise<{ id: string; name: string } | undefined>;
}

export interface DispatchDeps {
  readonly sessions: Sessions;
  readonly invitations: Invitations;
  readonly lookups: Lookups;
  readonly consents: ConsentsInCall;
  readonly answerCard: AnswerCard;
  readonly diagnostics: ShowDiagnostics;
  readonly newId: () => string;
}

/** May throw at once, too. A command that needs nothing looked up goes through without a pause. */
export type Dispatch = (from: Admitted, message: unknown, origin: string) => Outcome | Promise<Outcome>;

export function createDispatch(deps: DispatchDeps): Dispatch {
  const { sessions } = deps;
  return (from, message, origin) => {
    if (from.party === 'caller') {
      const sent = v.safeParse(SentByCaller, message);
      if (!sent.success) return refuse(unknownOrMalformed('caller', message));
      const { id, command } = sent.output;
      const options = { command: id, origin };
      return command.type === 'AnswerConsentCard'
        ? deps.answerCard(from.session, command, options)
        : sessions.execute(from.session, { by: 'caller', command }, options);
    }
    const sent = v.safeParse(SentByAgent, message);
    if (!sent.success) return refuse(unknownOrMalformed('agent', message));
    const { id, command } = sent.output;
    return executeAgent(deps, from.session, from.staff ?? '', command, { command: id, origin });
  };
}

function executeAgent(
  deps: DispatchDeps,
  session: string,
  staff: string,
  command: AgentCommand,
  options: ExecuteOptions,
): Promise<Outcome> {
  switch (command.type) {
    case 'SendInvitation':
      return deps.invitations.sendLink(session, staff, options);
    case 'IssueSpokenCode':
      return deps.invitations.speakCode(session, staff, options);
    case 'AgreeDeviceMove':
      return deps.invitations.offerMove(session, staff, options);
    case 'ShowPicture':
      return showPicture(deps, session, staff, command, options);
    case 'ShowConsentCard':
      return deps.consents.showCard(session, staff, command.purpose, options);
    case 'ShowDiagnostics':
      return deps.diagnostics(session, staff, options);
    case 'ShowGuide':
      return showGuide(deps, session, staff, command, options);
    case 'ShowPage':
    case 'ShowNote':
    case 'RequestPhoto':
    case 'HandOver':
      return prepare(deps, session, command).then((prepared) => {
        if ('ok' in prepared) return prepared;
        return deps.sessions.execute(session, { by: 'agent', staff, command: prepared }, options);
      });
    default:
      return deps.sessions.execute(session, { by: 'agent', staff, command }, options);
  }
}

/** The entry carries the picture's digest, so that a verifier finds a changed one. */
async function showPicture(
  { sessions, lookups, newId }: DispatchDeps,
  session: string,
  staff: string,
  { media, alt }: Extract<AgentCommand, { type: 'ShowPicture' }>,
  options: ExecuteOptions,
): Promise<Outcome> {
  const found = await lookups.picture(session, media);
  if (!found) return refuse('photo_unknown');
  const { width, height, digest } = found;
  const command = { type: 'PutPicture', showing: newId(), media, alt, width, height } as const;
  return sessions.execute(session, { by: 'agent', staff, command }, { ...options, object: digest });
}

/** Support needs no consent; an offer does. */
async function showGuide(
  { sessions, lookups, consents, newId }: DispatchDeps,
  session: string,
  staff: string,
  { guide, step, turning }: Extract<AgentCommand, { type: 'ShowGuide' }>,
  options: ExecuteOptions,
): Promise<Outcome> {
  const found = await lookups.guide(session, guide);
  if (!found) return refuse('guide_unknown');
  const { purpose, ...version } = found;
  const command = { type: 'PutGuide', showing: newId(), guide, step, turning, ...version } as const;
  return purpose === 'offers'
    ? consents.use(session, staff, USES.offer, async (offer) => ({ ...command, offer }), options)
    : sessions.execute(session, { by: 'agent', staff, command }, options);
}

type ToPrepare = Extract<AgentCommand, { type: 'ShowPage' | 'ShowNote' | 'RequestPhoto' | 'HandOver' }>;

/** Looks up what a command names. */
async function prepare(
  { lookups, newId }: DispatchDeps,
  session: string,
  command: ToPrepare,
): Promise<PreparedAgentCommand | Refusal> {
  switch (command.type) {
    case 'ShowPage': {
      const found = await lookups.page(session, command.url);
      if (!found) return refuse('page_not_allowed');
      return { type: 'PutPage', showing: newId(), title: command.title || found.host, ...found };
    }
    case 'ShowNote':
      if (command.text === '') return refuse('text_empty');
      return { type: 'PutNote', showing: newId(), text: command.text };
    case 'RequestPhoto':
      return { type: 'AskForPhoto', request: newId(), hint: command.hint };
    case 'HandOver': {
      const found = await lookups.colleague(session, command.staff);
      return found ? { type: 'PassOn', staff: found.id, agentName: found.name } : refuse('colleague_unknown');
    }
    default:
      return command satisfies never;
  }
}

function unknownOrMalformed(
  party: 'agent' | 'caller',
  message: unknown,
): 'unknown_command' | 'malformed_request' {
  const envelope = v.safeParse(EnvelopeSchema, message);
  const known = !envelope.success || isKnownCommand(party, envelope.output.command.type);
  return known ? 'malformed_request' : 'unknown_command';
}

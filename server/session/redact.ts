/**
 * What each party may see of an event and of a state. Depends on event and role alone. The law (SES-6): folding
 * redacted events gives the redacted view of the folded state.
 */
import type { Recorded, SessionEvent } from '../../protocol/events.ts';
import type { Invitation, Joined, SessionState } from '../../protocol/session.ts';

export type Party = 'agent' | 'caller';

const HIDDEN = { type: 'Redacted' } as const;

export function redact(recorded: Recorded, party: Party): Recorded {
  if (recorded.event.type === 'Redacted') return recorded;
  const event = party === 'agent' ? forAgent(recorded.event) : forCaller(recorded.event);
  return event === recorded.event ? recorded : { ...recorded, event };
}

function forAgent(event: SessionEvent): Recorded['event'] {
  switch (event.type) {
    // The digits prove that the caller has this page before them: the agent must hear them (MAT-2).
    case 'TermsAccepted': {
      const { digits: _, ...rest } = event;
      return rest;
    }
    case 'InvitationIssued': {
      if (event.way !== 'move') return event;
      const { token: _token, code: _code, ...rest } = event;
      return rest;
    }
    // A rating is a survey's answer, and no mark for this agent.
    case 'CallRated':
      return HIDDEN;
    default:
      return event;
  }
}

function forCaller(event: SessionEvent): Recorded['event'] {
  switch (event.type) {
    case 'SessionCreated': {
      const { staff: _staff, matter: _matter, number: _number, call: _call, ...rest } = event;
      return rest;
    }
    case 'InvitationIssued': {
      if (event.way === 'move') return event;
      const { code: _, ...rest } = event;
      return rest;
    }
    case 'HandedOver': {
      const { staff: _, ...rest } = event;
      return rest;
    }
    // How an SMS fared and how the agent rated the call are the agent's notes.
    case 'SmsSent':
    case 'SmsDelivered':
    case 'SmsFailed':
    case 'OutcomeNoted':
    case 'ConsentChecked':
      return HIDDEN;
    default:
      return event;
  }
}

export function redactState(state: SessionState, party: Party): SessionState {
  switch (state.status) {
    case 'none':
    case 'erased':
      return state;
    case 'ended': {
      const basics = redactBasics(state, party);
      const { solved: _, ...ended } = state.ended;
      return party === 'agent' ? withJoined(basics, party) : withJoined({ ...basics, ended }, party);
    }
    case 'created':
      return redactBasics(state, party);
    case 'invited':
    case 'opened':
      return { ...redactBasics(state, party), invitation: redactInvitation(state.invitation, party) };
    case 'joined': {
      const basics = withJoined(redactBasics(state, party), party);
      if (!state.invitation) return basics;
      return { ...basics, invitation: redactInvitation(state.invitation, party) };
    }
    default:
      return state satisfies never;
  }
}

type Basic = Exclude<SessionState, { status: 'none' | 'erased' }>;

function redactBasics<S extends Basic>(state: S, party: Party): S {
  if (party === 'agent') return state;
  const { staff: _staff, matter: _matter, number: _number, call: _call, journey, ...rest } = state;
  const { sentAt: _sent, deliveredAt: _delivered, failed: _failed, ...seen } = journey;
  // The rest of a union member minus optional fields is that member again.
  return { ...rest, journey: seen } as unknown as S;
}

function withJoined<S extends { readonly joined?: Joined }>(state: S, party: Party): S {
  return state.joined ? { ...state, joined: redactJoined(state.joined, party) } : state;
}

function redactJoined(joined: Joined, party: Party): Joined {
  if (party === 'caller' || joined.match.kind !== 'pending') return joined;
  const { digits: _, ...match } = joined.match;
  return { ...joined, match };
}

function redactInvitation(invitation: Invitation, party: Party): Invitation {
  const { code: _code, token: _token, ...rest } = invitation;
  const hidden = party === 'agent' ? invitation.way === 'move' : invitation.way !== 'move';
  return hidden ? rest : invitation;
}

/** Decides the agent's commands. */
import { refuse } from '../../protocol/errors.ts';
import type { SessionEvent } from '../../protocol/events.ts';
import { isOpen, type JoinedSession, type OpenSession, type SessionState } from '../../protocol/session.ts';
import type { CheckedUse, PreparedAgentCommand } from './commands.ts';
import { closedCode, type Decision, happened } from './decision.ts';

export function decideAgent(state: SessionState, staff: string, command: PreparedAgentCommand): Decision {
  if (state.status === 'none' || state.status === 'erased') return refuse(closedCode(state));
  if (state.staff !== staff) return refuse('not_allowed');
  if (command.type === 'NoteOutcome') {
    return state.status === 'ended'
      ? happened({ type: 'OutcomeNoted', solved: command.solved })
      : refuse('session_not_open');
  }
  if (!isOpen(state)) return refuse(closedCode(state));
  return decideOpen(state, command);
}

type OpenCommand = Exclude<PreparedAgentCommand, { type: 'NoteOutcome' }>;

/** Commands that do not need the caller to be here. */
function decideOpen(state: OpenSession, command: OpenCommand): Decision {
  switch (command.type) {
    case 'EndSession':
      return happened({ type: 'SessionEnded', reason: 'agent-ended' });
    case 'PassOn':
      return happened({ type: 'HandedOver', staff: command.staff, agentName: command.agentName });
    case 'IssueInvitation':
      return issue(state, command);
    default:
      return state.status === 'joined' ? decideJoined(state, command) : refuse('session_not_joined');
  }
}

function issue(
  state: OpenSession,
  { type: _, ...invitation }: Extract<OpenCommand, { type: 'IssueInvitation' }>,
): Decision {
  if (invitation.way === 'move') {
    if (state.status !== 'joined') return refuse('session_not_joined');
    if (state.joined.deviceMove !== 'requested') return refuse('no_move_requested');
  } else if (state.status === 'joined') {
    return refuse('invitation_spent');
  }
  return happened({ type: 'InvitationIssued', ...invitation });
}

type JoinedCommand = Exclude<OpenCommand, { type: 'EndSession' | 'PassOn' | 'IssueInvitation' }>;

function decideJoined(state: JoinedSession, command: JoinedCommand): Decision {
  if (command.type === 'ConfirmMatch') return confirmMatch(state, command.digits);
  // Until the spoken match nothing can be shared: the number may have been mistyped (MAT-1).
  if (state.joined.match.kind === 'pending') return refuse('match_required');
  return decideMatched(state, command);
}

function decideMatched(
  state: JoinedSession,
  command: Exclude<JoinedCommand, { type: 'ConfirmMatch' }>,
): Decision {
  const { stage, requests, photos, deviceMove } = state.joined;
  switch (command.type) {
    case 'PutGuide': {
      const { type: _, offer, ...shown } = command;
      if (shown.step >= shown.steps) return refuse('step_out_of_range');
      if (!offer) return happened({ type: 'GuideShown', ...shown });
      return happened(consentChecked(offer), { type: 'GuideShown', ...shown, purpose: 'offers' });
    }
    case 'PutPage': {
      const { type: _, ...shown } = command;
      return happened({ type: 'PageShown', ...shown });
    }
    case 'PutNote':
      return happened({ type: 'NoteShown', showing: command.showing, text: command.text });
    case 'PutPicture': {
      const { type: _, ...shown } = command;
      return happened({ type: 'PictureShown', ...shown });
    }
    case 'PutConsentCard': {
      const { type: _, ...shown } = command;
      return happened({ type: 'ConsentCardShown', ...shown });
    }
    case 'PutDiagnostics': {
      const { showing, reading, checked } = command;
      return happened(consentChecked(checked), { type: 'DiagnosticsShown', showing, reading });
    }
    case 'NoteConsentCheck':
      return happened(consentChecked(command.checked));
    case 'ClearStage':
      return stage.kind === 'nothing' ? refuse('nothing_shown') : happened({ type: 'StageCleared' });
    case 'TurnStep':
      return turnStep(state, command);
    case 'ChangeTurning': {
      const { showing, turning } = command;
      if (stage.kind !== 'guide') return refuse('nothing_shown');
      if (stage.showing !== showing) return refuse('showing_outdated');
      return happened({ type: 'TurningChanged', showing, turning });
    }
    case 'AskForPhoto':
      return happened({ type: 'PhotoRequested', request: command.request, hint: command.hint });
    case 'CancelPhotoRequest': {
      const open = requests.some(({ id, state: is }) => id === command.request && is === 'open');
      if (!open) return refuse('request_unknown');
      return happened({ type: 'PhotoRequestClosed', request: command.request, how: 'cancelled' });
    }
    case 'MarkPhotoSeen': {
      const photo = photos.find(({ id }) => id === command.photo);
      if (!photo) return refuse('photo_unknown');
      if (photo.erased) return refuse('photo_gone');
      return photo.seen ? happened() : happened({ type: 'PhotoSeen', photo: photo.id });
    }
    case 'DeclineDeviceMove':
      return deviceMove === 'requested'
        ? happened({ type: 'DeviceMoveDeclined' })
        : refuse('no_move_requested');
    default:
      return command satisfies never;
  }
}

/** What the register said stands in the log, whether the use went ahead or not. */
function consentChecked({ purpose, channel, use, answer }: CheckedUse): SessionEvent {
  return {
    type: 'ConsentChecked',
    purpose,
    ...(channel === undefined ? {} : { channel }),
    use,
    ...(answer.ok ? { answer: 'in-force', record: answer.record } : { answer: answer.why }),
  };
}

/** Three misses close the session: whoever reads the digits does not have this page in front of them. */
function confirmMatch(state: JoinedSession, digits: string): Decision {
  const { match } = state.joined;
  if (match.kind !== 'pending') return refuse('match_not_pending');
  if (digits === match.digits) return happened({ type: 'MatchConfirmed' });
  const missesLeft = match.missesLeft - 1;
  const missed = { type: 'MatchMissed', missesLeft } as const;
  return missesLeft > 0
    ? happened(missed)
    : happened(missed, { type: 'SessionEnded', reason: 'match-failed' });
}

/** Turning to the step that is already there is answered but makes no event. */
export function turnStep(
  state: JoinedSession,
  { showing, step }: { readonly showing: string; readonly step: number },
): Decision {
  const { stage } = state.joined;
  if (stage.kind !== 'guide') return refuse('nothing_shown');
  if (stage.showing !== showing) return refuse('showing_outdated');
  if (step >= stage.steps) return refuse('step_out_of_range');
  return step === stage.step ? happened() : happened({ type: 'StepTurned', showing, step });
}

/** Decides the caller's commands, those of the socket and those that come over HTTP. */
import { refuse } from '../../protocol/errors.ts';
import { isOpen, type JoinedSession, type OpenSession, type SessionState } from '../../protocol/session.ts';
import { isHeld } from '../privacy/held.ts';
import type { PreparedCallerCommand } from './commands.ts';
import { turnStep } from './decide-agent.ts';
import { closedCode, type Decision, eraseContent, happened, type Limits } from './decision.ts';

export function decideCaller(state: SessionState, command: PreparedCallerCommand, limits: Limits): Decision {
  if (command.type === 'ErasePhoto') return erasePhoto(state, command.photo, limits);
  if (command.type === 'EraseContent') return eraseContent(state, command.rule, limits);
  if (command.type === 'RateCall') {
    return state.status === 'ended'
      ? happened({ type: 'CallRated', score: command.score })
      : refuse(isOpen(state) ? 'session_not_open' : closedCode(state));
  }
  if (command.type === 'NoteGuidesMailed') {
    return state.status === 'ended'
      ? happened({ type: 'GuidesMailed', guides: command.guides })
      : refuse('session_not_open');
  }
  if (!isOpen(state)) return refuse(closedCode(state));
  switch (command.type) {
    case 'Open':
      return state.journey.openedAt === undefined
        ? happened({ type: 'InvitationOpened', invitation: command.invitation, device: command.device })
        : happened();
    case 'Read':
      return state.journey.readingAt === undefined && state.status !== 'joined'
        ? happened({ type: 'TermsReading', invitation: command.invitation })
        : happened();
    case 'Accept':
      return accept(state, command);
    case 'Leave':
      return happened({ type: 'SessionEnded', reason: 'caller-left' });
    default:
      return state.status === 'joined' ? decideJoined(state, command, limits) : refuse('session_not_joined');
  }
}

function accept(state: OpenSession, command: Extract<PreparedCallerCommand, { type: 'Accept' }>): Decision {
  const { invitation, moving, terms, notice, language, device, digits } = command;
  const accepted = { invitation, terms, notice, language, device };
  if (moving) {
    return state.status === 'joined'
      ? happened({ type: 'DeviceMoved', ...accepted })
      : refuse('session_not_joined');
  }
  if (state.status === 'joined') return refuse('invitation_spent');
  return happened({ type: 'TermsAccepted', ...accepted, ...(state.matchRequired ? { digits } : {}) });
}

type JoinedCommand = Exclude<
  PreparedCallerCommand,
  {
    type:
      | 'ErasePhoto'
      | 'EraseContent'
      | 'RateCall'
      | 'NoteGuidesMailed'
      | 'Open'
      | 'Read'
      | 'Accept'
      | 'Leave';
  }
>;

function decideJoined(state: JoinedSession, command: JoinedCommand, limits: Limits): Decision {
  if (command.type === 'ChangeLanguage') {
    const { language } = command;
    return language === state.language ? happened() : happened({ type: 'LanguageChanged', language });
  }
  if (state.joined.match.kind === 'pending') return refuse('match_required');
  switch (command.type) {
    case 'TurnStep':
      return mayTurn(state) ? turnStep(state, command) : refuse('turning_not_allowed');
    case 'AnswerStep':
      return answerStep(state, command);
    case 'ConfirmDisplayed':
      return confirmDisplayed(state, command);
    // The record is durable already: whatever the agent has put on the screen since, it is told.
    case 'NoteCardAnswer': {
      const { type: _, ...answered } = command;
      return happened({ type: 'ConsentCardAnswered', ...answered });
    }
    case 'PutConsentCard': {
      const { type: _, ...shown } = command;
      return happened({ type: 'ConsentCardShown', ...shown });
    }
    case 'TapPage':
      return tapPage(state, command.showing);
    case 'DeclinePhotoRequest': {
      const open = state.joined.requests.some(({ id, state: is }) => id === command.request && is === 'open');
      if (!open) return refuse('request_unknown');
      return happened({ type: 'PhotoRequestClosed', request: command.request, how: 'declined' });
    }
    case 'SharePhoto':
      return sharePhoto(state, command, limits);
    case 'TakeBackPhoto':
      return erasePhoto(state, command.photo, limits);
    case 'TakeBackAllPhotos':
      return takeBackAll(state, limits);
    case 'RequestDeviceMove':
      return state.joined.deviceMove === 'none' ? happened({ type: 'DeviceMoveRequested' }) : happened();
    default:
      return command satisfies never;
  }
}

function mayTurn({ joined: { stage } }: JoinedSession): boolean {
  return stage.kind !== 'guide' || stage.turning === 'both';
}

function answerStep(
  state: JoinedSession,
  { showing, step, answer }: Extract<JoinedCommand, { type: 'AnswerStep' }>,
): Decision {
  const { stage } = state.joined;
  if (stage.kind !== 'guide') return refuse('nothing_shown');
  if (stage.showing !== showing) return refuse('showing_outdated');
  if (step >= stage.steps) return refuse('step_out_of_range');
  return happened({ type: 'StepAnswered', showing, step, answer });
}

/** A late confirmation about an earlier showing is true but of no use; it makes no event. */
function confirmDisplayed(
  state: JoinedSession,
  { showing, step }: Extract<JoinedCommand, { type: 'ConfirmDisplayed' }>,
): Decision {
  const { stage } = state.joined;
  if (stage.kind === 'nothing' || stage.showing !== showing) return happened();
  const known = stage.displayedAt !== undefined && (stage.kind !== 'guide' || stage.displayedStep === step);
  if (known) return happened();
  if (stage.kind === 'guide' && step >= stage.steps) return refuse('step_out_of_range');
  return happened({ type: 'Displayed', showing, step });
}

function tapPage(state: JoinedSession, showing: string): Decision {
  const { stage } = state.joined;
  if (stage.kind !== 'page') return refuse('nothing_shown');
  if (stage.showing !== showing) return refuse('showing_outdated');
  return stage.tappedAt === undefined ? happened({ type: 'PageTapped', showing }) : happened();
}

function sharePhoto(
  state: JoinedSession,
  { type: _, ...photo }: Extract<JoinedCommand, { type: 'SharePhoto' }>,
  limits: Limits,
): Decision {
  const { photos, requests } = state.joined;
  const before = photos.find(({ id }) => id === photo.photo);
  if (before) return before.erased ? refuse('photo_gone') : happened();
  if (photos.filter(({ erased }) => !erased).length >= limits.maxPhotos) return refuse('photo_limit_reached');
  // The agent may have cancelled the request meanwhile: the photo is still the caller's own move.
  const { request, ...own } = photo;
  const asked =
    request !== undefined && requests.some(({ id, state: is }) => id === request && is === 'open');
  return happened({ type: 'PhotoShared', ...own, ...(asked ? { request } : {}) });
}

/** What no hold names goes; when a hold names all there is, the caller is told why nothing does. */
function takeBackAll(state: JoinedSession, { held }: Limits): Decision {
  const standing = state.joined.photos.filter((photo) => !photo.erased);
  const free = standing.filter(({ id }) => !isHeld(held, id));
  if (standing.length > 0 && free.length === 0) return refuse('held_by_law');
  return happened(
    ...free.map(({ id }) => ({ type: 'PhotoErased' as const, photo: id, rule: 'taken-back' as const })),
  );
}

/** A photo can be taken back during the call, and erased after it, for as long as it exists and no hold names it. */
function erasePhoto(state: SessionState, id: string, { held }: Limits): Decision {
  if (state.status !== 'joined' && state.status !== 'ended') return refuse(closedCode(state));
  const photo = state.joined?.photos.find((one) => one.id === id);
  if (!photo) return refuse('photo_unknown');
  if (photo.erased) return happened();
  if (isHeld(held, id)) return refuse('held_by_law');
  const rule = state.status === 'joined' ? 'taken-back' : 'caller-erased';
  return happened({ type: 'PhotoErased', photo: id, rule });
}

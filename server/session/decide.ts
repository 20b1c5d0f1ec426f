/** Decides what a command makes happen: state and command in, events or a refusal out. Pure. */
import { refuse } from '../../protocol/errors.ts';
import { isOpen, type SessionState } from '../../protocol/session.ts';
import { isHeld } from '../privacy/held.ts';
import type { Ask, SystemCommand } from './commands.ts';
import { decideAgent } from './decide-agent.ts';
import { decideCaller } from './decide-caller.ts';
import { closedCode, type Decision, eraseContent, happened, type Limits } from './decision.ts';

export function decide(state: SessionState, ask: Ask, limits: Limits): Decision {
  switch (ask.by) {
    case 'agent':
      return decideAgent(state, ask.staff, ask.command);
    case 'caller':
      return decideCaller(state, ask.command, limits);
    case 'system':
      return decideSystem(state, ask.command, limits);
    default:
      return ask satisfies never;
  }
}

function decideSystem(state: SessionState, command: SystemCommand, limits: Limits): Decision {
  const { held } = limits;
  switch (command.type) {
    case 'NoteSmsSent':
    case 'NoteSmsDelivered':
    case 'NoteSmsFailed':
      return noteSms(state, command);
    case 'End':
      return isOpen(state)
        ? happened({ type: 'SessionEnded', reason: command.reason })
        : refuse(closedCode(state));
    case 'TakeOff':
      return isOpen(state) && restsOn(state, command.purpose)
        ? happened({ type: 'StageCleared', why: 'consent-withdrawn' })
        : happened();
    case 'ErasePhotos': {
      if (state.status !== 'ended') return refuse(closedCode(state));
      const { photos: named } = command;
      const standing =
        state.joined?.photos.filter(
          ({ id, erased }) => !erased && !isHeld(held, id) && (!named || named.includes(id)),
        ) ?? [];
      return happened(
        ...standing.map(({ id }) => ({ type: 'PhotoErased' as const, photo: id, rule: command.rule })),
      );
    }
    case 'RepeatErasure': {
      const photos = state.status === 'joined' || state.status === 'ended' ? state.joined?.photos : undefined;
      const stands = photos?.some(({ id, erased }) => id === command.photo && !erased);
      return stands
        ? happened({ type: 'PhotoErased', photo: command.photo, rule: command.rule })
        : happened();
    }
    case 'EraseContent':
      return eraseContent(state, command.rule, limits);
    default:
      return command satisfies never;
  }
}

/** Whether what is on the caller's screen now needs this consent. */
export function restsOn(state: SessionState, purpose: 'offers' | 'metadata'): boolean {
  if (state.status !== 'joined') return false;
  const { stage } = state.joined;
  if (purpose === 'metadata') return stage.kind === 'diagnostics';
  return stage.kind === 'guide' && stage.purpose === 'offers';
}

/** A report on an SMS matters while the caller has not come in. */
function noteSms(
  state: SessionState,
  command: Extract<SystemCommand, { type: 'NoteSmsSent' | 'NoteSmsDelivered' | 'NoteSmsFailed' }>,
): Decision {
  if (!isOpen(state)) return refuse(closedCode(state));
  const { invitation } = command;
  switch (command.type) {
    case 'NoteSmsSent':
      return happened({ type: 'SmsSent', invitation });
    case 'NoteSmsDelivered':
      return happened({ type: 'SmsDelivered', invitation });
    case 'NoteSmsFailed':
      return happened({ type: 'SmsFailed', invitation, reason: command.reason });
    default:
      return command satisfies never;
  }
}

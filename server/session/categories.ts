/** Which category of personal data each command touches: what the guard is asked about before it is recorded. */
import type { DataCategory } from '../privacy/policy.ts';
import type { Ask, CheckedUse } from './commands.ts';

type CommandType = Ask['command']['type'];

const CATEGORIES: Readonly<Record<CommandType, DataCategory>> = {
  IssueInvitation: 'contact',
  NoteSmsSent: 'contact',
  NoteSmsDelivered: 'contact',
  NoteSmsFailed: 'contact',
  Open: 'usage',
  Read: 'usage',
  Accept: 'usage',
  ConfirmMatch: 'usage',
  ChangeLanguage: 'usage',
  RequestDeviceMove: 'usage',
  DeclineDeviceMove: 'usage',
  Leave: 'usage',
  EndSession: 'usage',
  End: 'usage',
  PassOn: 'matter',
  NoteOutcome: 'matter',
  PutGuide: 'shown',
  PutPage: 'shown',
  PutNote: 'shown',
  PutPicture: 'shown',
  PutConsentCard: 'shown',
  TakeOff: 'shown',
  ClearStage: 'shown',
  TurnStep: 'shown',
  ChangeTurning: 'shown',
  ConfirmDisplayed: 'shown',
  TapPage: 'shown',
  AnswerStep: 'answers',
  NoteCardAnswer: 'answers',
  NoteConsentCheck: 'usage',
  PutDiagnostics: 'diagnostics',
  RateCall: 'rating',
  AskForPhoto: 'photo',
  CancelPhotoRequest: 'photo',
  DeclinePhotoRequest: 'photo',
  MarkPhotoSeen: 'photo',
  SharePhoto: 'photo',
  TakeBackPhoto: 'photo',
  TakeBackAllPhotos: 'photo',
  ErasePhoto: 'photo',
  ErasePhotos: 'photo',
  RepeatErasure: 'photo',
  NoteGuidesMailed: 'email',
  EraseContent: 'skeleton',
};

export function categoryOf(type: CommandType): DataCategory {
  return CATEGORIES[type];
}

/** The use of a consent that a command is, if it is one: support needs none. */
export function consentedUse(command: Ask['command']): CheckedUse | undefined {
  switch (command.type) {
    case 'PutGuide':
      return command.offer;
    case 'PutDiagnostics':
    case 'RateCall':
      return command.checked;
    default:
      return undefined;
  }
}

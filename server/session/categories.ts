/** Which category of personal data each command touches: what the guard is asked about before it is recorded. */
import type { DataCategory } from '../privacy/policy.ts';
import type { Ask } from './commands.ts';

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
  ClearStage: 'shown',
  TurnStep: 'shown',
  ChangeTurning: 'shown',
  ConfirmDisplayed: 'shown',
  TapPage: 'shown',
  AnswerStep: 'answers',
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
  EraseContent: 'skeleton',
};

export function categoryOf(type: CommandType): DataCategory {
  return CATEGORIES[type];
}

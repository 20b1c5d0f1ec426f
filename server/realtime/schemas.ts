/** Runtime schemas of everything that arrives on a socket. Unknown fields and unknown commands are refused. */
import * as v from 'valibot';
import type { AgentCommand, CallerCommand, Sent } from '../../protocol/commands.ts';
import { CONSENT_CHANNELS } from '../../protocol/consent.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import type { Handshake, Signal } from '../../protocol/wire.ts';

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Step = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99));
const Turning = v.picklist(['agent', 'both']);
const Name = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
const Line = (longest: number) => v.pipe(v.string(), v.trim(), v.maxLength(longest));
const Fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const HandshakeSchema = v.strictObject({
  protocol: v.number(),
  as: v.picklist(['agent', 'caller']),
  session: v.exactOptional(v.pipe(v.string(), v.uuid())),
  cursor: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  language: v.picklist(LANGUAGES),
}) satisfies v.GenericSchema<unknown, Handshake>;

const AgentCommandSchema = v.variant('type', [
  v.strictObject({ type: v.literal('SendInvitation') }),
  v.strictObject({ type: v.literal('IssueSpokenCode') }),
  v.strictObject({ type: v.literal('ConfirmMatch'), digits: v.pipe(v.string(), v.regex(/^\d{2}$/)) }),
  v.strictObject({ type: v.literal('ShowGuide'), guide: Name, step: Step, turning: Turning }),
  v.strictObject({ type: v.literal('TurnStep'), showing: Id, step: Step }),
  v.strictObject({ type: v.literal('ChangeTurning'), showing: Id, turning: Turning }),
  v.strictObject({
    type: v.literal('ShowPage'),
    url: v.pipe(v.string(), v.maxLength(2000)),
    title: Line(200),
  }),
  v.strictObject({ type: v.literal('ShowNote'), text: Line(2000) }),
  v.strictObject({ type: v.literal('ShowPicture'), media: Id, alt: Line(300) }),
  v.strictObject({ type: v.literal('ShowConsentCard'), purpose: Name }),
  v.strictObject({ type: v.literal('ShowDiagnostics') }),
  v.strictObject({ type: v.literal('ClearStage') }),
  v.strictObject({ type: v.literal('RequestPhoto'), hint: Line(300) }),
  v.strictObject({ type: v.literal('CancelPhotoRequest'), request: Id }),
  v.strictObject({ type: v.literal('MarkPhotoSeen'), photo: Id }),
  v.strictObject({ type: v.literal('HandOver'), staff: v.pipe(v.string(), v.uuid()) }),
  v.strictObject({ type: v.literal('AgreeDeviceMove') }),
  v.strictObject({ type: v.literal('DeclineDeviceMove') }),
  v.strictObject({ type: v.literal('EndSession') }),
  v.strictObject({ type: v.literal('NoteOutcome'), solved: v.boolean() }),
]) satisfies v.GenericSchema<unknown, AgentCommand>;

const CallerCommandSchema = v.variant('type', [
  v.strictObject({ type: v.literal('TurnStep'), showing: Id, step: Step }),
  v.strictObject({
    type: v.literal('AnswerStep'),
    showing: Id,
    step: Step,
    answer: v.picklist(['done', 'help']),
  }),
  v.strictObject({ type: v.literal('ConfirmDisplayed'), showing: Id, step: Step }),
  v.strictObject({ type: v.literal('TapPage'), showing: Id }),
  v.strictObject({
    type: v.literal('AnswerConsentCard'),
    showing: Id,
    answer: v.picklist(['given', 'declined', 'withdrawn']),
    channels: v.pipe(v.array(v.picklist(CONSENT_CHANNELS)), v.maxLength(CONSENT_CHANNELS.length)),
    language: v.picklist(LANGUAGES),
  }),
  v.strictObject({ type: v.literal('DeclinePhotoRequest'), request: Id }),
  v.strictObject({ type: v.literal('TakeBackPhoto'), photo: Id }),
  v.strictObject({ type: v.literal('TakeBackAllPhotos') }),
  v.strictObject({ type: v.literal('ChangeLanguage'), language: v.picklist(LANGUAGES) }),
  v.strictObject({ type: v.literal('RequestDeviceMove') }),
  v.strictObject({ type: v.literal('Leave') }),
]) satisfies v.GenericSchema<unknown, CallerCommand>;

/** A command's envelope is checked first, so that an unknown command can be told from a malformed message. */
export const EnvelopeSchema = v.strictObject({ id: Id, command: v.looseObject({ type: v.string() }) });
export const SentByAgent = v.strictObject({
  id: Id,
  command: AgentCommandSchema,
}) satisfies v.GenericSchema<unknown, Sent<AgentCommand>>;
export const SentByCaller = v.strictObject({
  id: Id,
  command: CallerCommandSchema,
}) satisfies v.GenericSchema<unknown, Sent<CallerCommand>>;

const COMMAND_TYPES = {
  agent: new Set<string>(AgentCommandSchema.options.map(({ entries }) => entries.type.literal)),
  caller: new Set<string>(CallerCommandSchema.options.map(({ entries }) => entries.type.literal)),
} as const;

export function isKnownCommand(party: 'agent' | 'caller', type: string): boolean {
  return COMMAND_TYPES[party].has(type);
}

const Pointer = v.strictObject({ type: v.literal('pointer'), x: Fraction, y: Fraction });
const PointerOff = v.strictObject({ type: v.literal('pointer-off') });

/** The agent points; the caller's page tells of camera and upload. Neither can fake the other's. */
export const SignalFromAgent = v.variant('type', [Pointer, PointerOff]) satisfies v.GenericSchema<
  unknown,
  Signal
>;
export const SignalFromCaller = v.variant('type', [
  v.strictObject({ type: v.literal('camera'), open: v.boolean() }),
  v.strictObject({
    type: v.literal('upload'),
    photo: Id,
    percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  }),
]) satisfies v.GenericSchema<unknown, Signal>;

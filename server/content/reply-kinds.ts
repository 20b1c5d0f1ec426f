/** The replies to SMS that come in. */
export const REPLY_KINDS = [
  /** The commands, for a message that is none. */
  'help',
  /** The same for a controller that has no commands. */
  'helpWithout',
  /** The commands that withdraw, for a message that says STOP among other things. */
  'stops',
  /** What to send back to give the consent. */
  'confirm',
  'granted',
  'withdrawn',
  /** After STOP and nothing else. */
  'offersStopped',
  'notEligible',
  'wrongCode',
  /** The text that the command granted has another version now. */
  'textChanged',
] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

/** The outside of a demo: time that can be moved on, and a phone that shows what was sent to it. */
import type { Clock, IncomingSms, Mail, SmsMessage } from './ports.ts';

export interface DemoClock extends Clock {
  /** Moved on together with the wall clock: time that a demo passes on purpose is no clock that jumped. */
  readonly monotonic: Clock;
  /** Lets time pass (milliseconds, never back); those who wait for a time have been told when it resolves. */
  advance(milliseconds: number): Promise<void>;
  onAdvance(listener: () => void | Promise<void>): void;
}

export interface InboxMessage extends SmsMessage {
  /** Counts from 1: what a page has seen is told by one number. */
  readonly position: number;
  readonly receivedAt: number;
}

export interface ReceivedMail extends Mail {
  /** Counts from 1. */
  readonly position: number;
  readonly receivedAt: number;
}

/** The mailbox of a demo. */
export interface MailBox {
  /** Newest first. */
  all(): readonly ReceivedMail[];
  at(position: number): ReceivedMail | undefined;
}

export interface SmsInbox {
  /** Messages after a position, oldest first. */
  since(position: number): readonly InboxMessage[];
  /** The phone's page has shown these; unknown ids are left alone. */
  shown(ids: readonly string[]): void;
  /** @returns a function that removes the listener. */
  onMessage(listener: (message: InboxMessage) => void): () => void;
  /** The phone sends a message; resolves when the service has it. */
  arrive(message: IncomingSms): Promise<void>;
}

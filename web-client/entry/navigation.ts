/** Where a screen may send the caller. Built in main.ts; the chunks get it, so that none imports another. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Device } from '../../protocol/events.ts';
import type { Brand, CallerView, InvitationView } from '../../protocol/http.ts';

/** Reasons to stop that have a screen of their own; any other refusal shows the server's sentence. */
export type StopReason = ErrorCode | 'offline' | 'moved';

export type CallView = Extract<CallerView, { kind: 'call' }>;

export interface Stop {
  readonly why: StopReason;
  /** The server's sentence, for reasons without a screen of their own. */
  readonly sentence?: string;
  /** The agent's first name, when it is known by then. */
  readonly agent?: string | undefined;
  readonly brand?: Brand | undefined;
}

/** An opened invitation, on its way to Accept. */
export interface Accepting {
  readonly token: string;
  readonly device: Device;
  readonly view: InvitationView;
}

export interface Navigation {
  /** Begins anew from what this browser holds: a token, a credential, or nothing. */
  begin(): void;
  /** Opens an invitation by its token. */
  open(token: string): void;
  home(): void;
  stop(stop: Stop): void;
  call(view: CallView): void;
  /** The session has ended: exchanges the credential and shows what remains. */
  after(): void;
}

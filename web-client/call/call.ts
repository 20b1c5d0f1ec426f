/** What the screens of a call are given. Made anew for each drawing; the screens hold no truth of their own. */
import type { CallerCommand } from '../../protocol/commands.ts';
import type { Language } from '../../protocol/language.ts';
import type { JoinedSession, PhotoRequest } from '../../protocol/session.ts';
import type { Stage } from '../../protocol/stage.ts';
import type { Signal } from '../../protocol/wire.ts';
import type { CallView } from '../entry/navigation.ts';
import type { CallMessages } from '../messages/call.ts';
import type { PhotoFlow } from '../photo/flow.ts';

/** What lies over the stage, at the caller's own wish. */
export type Overlay = 'none' | 'photos' | 'move';

export interface Call {
  readonly view: CallView;
  readonly session: JoinedSession;
  /** The stage, and the agent's open request, as they may be shown: not changed while a finger is down. */
  readonly stage: Stage;
  readonly request: PhotoRequest | undefined;
  readonly agent: string;
  readonly language: Language;
  readonly m: CallMessages;
  readonly connected: boolean;
  readonly agentHere: boolean;
  readonly pointer: { readonly x: number; readonly y: number } | undefined;
  readonly overlay: Overlay;
  /** A sentence that waits to be read: a refusal, or what has just happened. */
  readonly notice: string | undefined;
  readonly photos: PhotoFlow;
  /** Sends a command; a refusal is shown as a notice. True when it was done. */
  send(command: CallerCommand): Promise<boolean>;
  signal(signal: Signal): void;
  open(overlay: Overlay): void;
  say(notice: string | undefined): void;
  choose(language: Language): void;
  leave(): void;
}

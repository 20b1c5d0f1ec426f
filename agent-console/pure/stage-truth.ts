/** How sure it is that the caller sees what is on the stage. */
import type { Stage } from '../../protocol/stage.ts';
import type { Presence } from '../../protocol/wire.ts';
import type { CallerSigns } from './caller-signs.ts';

export type StageTruth = 'nothing' | 'sending' | 'camera' | 'away' | 'waiting' | 'shown';

/** `sending`: a command that changes the stage has no answer yet. "Shown" only on the device's own word. */
export function stageTruth(
  stage: Stage,
  sending: boolean,
  presence: Presence,
  signs: CallerSigns,
): StageTruth {
  if (sending) return 'sending';
  if (stage.kind === 'nothing') return 'nothing';
  if (signs.cameraOpen) return 'camera';
  if (presence.caller !== 'here') return 'away';
  return stage.displayedAt === undefined ? 'waiting' : 'shown';
}

/** What the caller's device tells by presence and volatile signals, folded; never stored. */
import type { Recorded } from '../../protocol/events.ts';
import type { Presence, Signal } from '../../protocol/wire.ts';

export interface CallerSigns {
  readonly cameraOpen: boolean;
  /** Per cent of the photo that is on its way, if one is. */
  readonly uploadPercent?: number;
  /** Since when the caller's presence is what it is now; epoch milliseconds of the server's clock. */
  readonly presenceSince: number;
  /** Whether this console saw that change; if not, `presenceSince` is only when it began to look. */
  readonly witnessed: boolean;
}

export const NO_SIGNS: CallerSigns = { cameraOpen: false, presenceSince: 0, witnessed: false };

export function signsAfterSignal(signs: CallerSigns, signal: Signal): CallerSigns {
  switch (signal.type) {
    case 'camera':
      return { ...signs, cameraOpen: signal.open };
    case 'upload':
      return { ...signs, cameraOpen: false, uploadPercent: signal.percent };
    case 'pointer':
    case 'pointer-off':
      return signs;
    default:
      return signal satisfies never;
  }
}

/** A photo that has arrived is no longer on its way, whatever the last signal said. */
export function signsAfterEvents(signs: CallerSigns, fresh: readonly Recorded[]): CallerSigns {
  if (!fresh.some(({ event }) => event.type === 'PhotoShared')) return signs;
  const { presenceSince, witnessed } = signs;
  return { cameraOpen: false, presenceSince, witnessed };
}

/** A lost connection stops an upload from counting on; the camera may well be why the page is away. */
export function signsAfterPresence(
  signs: CallerSigns,
  before: Presence,
  after: Presence,
  now: number,
): CallerSigns {
  const { uploadPercent, ...rest } = signs;
  const upload = uploadPercent === undefined || after.caller !== 'here' ? {} : { uploadPercent };
  if (signs.presenceSince === 0) return { ...rest, ...upload, presenceSince: now };
  if (before.caller === after.caller) return { ...rest, ...upload };
  return { ...rest, ...upload, presenceSince: now, witnessed: true };
}

/** What a caller's browser is told about its session. */
import type { AfterCallView, CallerView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import type { SessionState } from '../../protocol/session.ts';
import { brandOf } from '../content/facts.ts';
import { currentText, textsVersionAt } from '../content/texts.ts';
import type { Content } from '../content/types.ts';
import { type Held, isHeld } from '../privacy/held.ts';
import type { DueDates } from '../privacy/periods.ts';
import { HttpRefusal } from './problem.ts';

/** Bytes of a photo as it is sent. The page sends JPEG of at most 2048 px, which is far below. */
export const MAX_PHOTO_BYTES = 12_000_000;

export function callViewOf(
  content: Content,
  controller: string,
  language: Language,
): Extract<CallerView, { kind: 'call' }> {
  const reminder = currentText(content, controller, 'reminder');
  return {
    kind: 'call',
    brand: brandFor(content, controller),
    language,
    maxPhotoBytes: MAX_PHOTO_BYTES,
    reminder: reminder.version,
    reminderTexts: reminder.reminder,
  };
}

export function afterCallViewOf(
  content: Content,
  state: Extract<SessionState, { status: 'ended' }>,
  held: Held,
  due: DueDates,
): AfterCallView {
  const photos = state.joined?.photos ?? [];
  const kept = photos.filter(({ id, erased }) => !erased && isHeld(held, id)).map(({ id }) => id);
  const notice = state.joined?.notice ?? currentText(content, state.controller, 'notice').version;
  return {
    brand: brandFor(content, state.controller),
    language: state.language,
    agentName: state.agentName,
    endedAt: state.ended.at,
    reason: state.ended.reason,
    photos,
    ...(kept.length > 0 || held.all ? { held: { all: held.all, photos: kept } } : {}),
    photosUntil: due.photos,
    contentUntil: due.content,
    // The session stays pinned to the version it was accepted under.
    notice: textsVersionAt(state.controller, 'notice', notice),
  };
}

function brandFor(content: Content, key: string) {
  const controller = content.controllers.get(key);
  if (!controller) throw new HttpRefusal('controller_unknown');
  return brandOf(controller);
}

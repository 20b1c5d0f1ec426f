/** What a screen reader is told when the agent changes something. The caller's own doings are not repeated. */
import type { Actor, SessionEvent } from '../../protocol/events.ts';
import type { JoinedSession } from '../../protocol/session.ts';
import type { CallMessages } from '../messages/call.ts';

/** Title and step texts of a guide, fetched if need be; undefined when it cannot be had. */
export type GuideTexts = (
  session: JoinedSession,
) => Promise<{ readonly title: string; readonly texts: readonly string[] } | undefined>;

export async function announcement(
  event: SessionEvent | { readonly type: 'Redacted' },
  by: Actor['kind'],
  session: JoinedSession,
  m: CallMessages,
  guide: GuideTexts,
): Promise<string | undefined> {
  const agent = session.agentName;
  switch (event.type) {
    case 'MatchMissed':
      return m.match.missed(event.missesLeft);
    case 'MatchConfirmed':
      return m.match.confirmed(agent);
    case 'GuideShown':
      return m.guide.shown((await guide(session))?.title ?? '');
    case 'StepTurned':
      if (by === 'caller' || session.joined.stage.kind !== 'guide') return undefined;
      return m.guide.turned(
        event.step + 1,
        session.joined.stage.steps,
        (await guide(session))?.texts[event.step] ?? '',
      );
    case 'PageShown':
      return `${m.page.title(agent)}: ${event.title}`;
    case 'NoteShown':
      return `${m.note(agent)}: ${event.text}`;
    case 'PictureShown':
      return `${m.picture(agent)}. ${event.alt}`;
    case 'StageCleared':
      return m.cleared;
    case 'PhotoRequested':
      return `${m.request.asks(agent)}. ${event.hint}`;
    case 'PhotoErased':
      return m.photos.takenBack;
    case 'DeviceMoveDeclined':
      return m.move.declined(agent);
    case 'HandedOver':
      return m.strip.here(agent);
    default:
      return undefined;
  }
}

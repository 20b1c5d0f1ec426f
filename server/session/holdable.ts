/** What of a session a legal hold can name. */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { Holdable } from '../privacy/holds.ts';
import type { SessionView } from './sessions.ts';

export function holdable(
  controller: string,
  view: SessionView | undefined,
): { readonly ok: true; readonly of: Holdable } | Refusal {
  // Of another controller's session it is not even told that it exists, or that it once did.
  if (view?.controller !== controller || view.state.status === 'none') return refuse('not_found');
  const { state } = view;
  if (state.status === 'erased') return refuse('session_erased');
  const photos = 'joined' in state ? (state.joined?.photos ?? []) : [];
  const of = photos.map(({ id, erased }) => ({ id, erased: erased !== undefined }));
  return { ok: true, of: { photos: of } };
}

/** What of a session a legal hold can name. */
import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { SessionState } from '../../protocol/session.ts';
import type { Holdable } from '../privacy/holds.ts';

export function holdable(
  state: SessionState | undefined,
): { readonly ok: true; readonly of: Holdable } | Refusal {
  if (!state || state.status === 'none') return refuse('not_found');
  if (state.status === 'erased') return refuse('session_erased');
  const photos = 'joined' in state ? (state.joined?.photos ?? []) : [];
  const of = photos.map(({ id, erased }) => ({ id, erased: erased !== undefined }));
  return { ok: true, of: { controller: state.controller, photos: of } };
}

/** The sessions that a request is about, looked up when they are asked for. */
import { useSignal } from '@preact/signals';
import type { SubjectFound, SubjectRequest } from '../../../protocol/requests.ts';
import { searchFor } from './search.tsx';

/** Without what is older than the number's present holder. */
export function useSubject({ number, identity }: SubjectRequest) {
  const found = useSignal<SubjectFound | undefined>(undefined);
  const since = identity?.holderSince ?? 0;
  async function look(): Promise<void> {
    const answer = await searchFor(number);
    found.value = answer && {
      ...answer,
      sessions: answer.sessions.filter(({ createdAt }) => createdAt >= since),
    };
  }
  const forget = (): void => {
    found.value = undefined;
  };
  return { found: found.value, look, forget };
}

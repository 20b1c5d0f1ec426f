/** Accept: the one request that spends the invitation. */
import type { AcceptRequest, CallerView } from '../../protocol/http.ts';
import { request } from '../entry/http.ts';
import { currentLanguage } from '../entry/language.ts';
import type { Accepting, Navigation } from '../entry/navigation.ts';
import { dropToken } from '../entry/token.ts';
import { newId } from './ids.ts';

/** Per page: the same for each try, so that a lost answer can be asked for again. */
const attempt = newId();

/** Accepts and goes on to the call, or to the screen that says why not. False when no answer came. */
export async function accept(navigation: Navigation, { token, device, view }: Accepting): Promise<boolean> {
  const body: AcceptRequest = {
    token,
    terms: view.terms.version,
    notice: view.notice.version,
    language: currentLanguage(),
    device,
    attempt,
  };
  const answer = await request<CallerView>('/api/invitation/accept', body);
  if (answer.ok && answer.value.kind === 'call') {
    dropToken();
    navigation.call(answer.value);
  } else if (answer.ok) {
    dropToken();
    navigation.after();
  } else if (answer.code === 'offline') {
    return false;
  } else {
    const { code: why, sentence } = answer;
    navigation.stop({ why, sentence, agent: view.agentName, brand: view.brand });
  }
  return true;
}

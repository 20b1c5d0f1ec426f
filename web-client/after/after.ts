/** After the call: what was shared, until when it is kept, and the means to fetch or erase it. */
import type { AfterCallView, CallerView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { wearBrand } from '../entry/brand.ts';
import { el } from '../entry/element.ts';
import { type Answer, request } from '../entry/http.ts';
import { currentLanguage, setLanguage } from '../entry/language.ts';
import type { Navigation, Stop } from '../entry/navigation.ts';
import { announce, show, wearStyles } from '../entry/page.ts';
import { afterMessages } from '../messages/after.ts';
import css from './after.css?inline';
import { afterScreen } from './screen.ts';

/** Exchanges the call's credential if that has not been done yet, and shows what remains. */
export async function showAfter(navigation: Navigation): Promise<void> {
  wearStyles(css);
  const answer = await fetchView();
  if (!answer.ok) return navigation.stop({ why: answer.code, sentence: answer.sentence });
  setLanguage(answer.value.language);
  wearBrand(answer.value.brand);
  showView(navigation, answer.value);
}

async function fetchView(): Promise<Answer<AfterCallView>> {
  const now = await request<CallerView>('/api/caller');
  if (!now.ok) return now;
  if (now.value.kind === 'after') return { ok: true, value: now.value };
  return request<AfterCallView>('/api/caller/after', {});
}

function showView(navigation: Navigation, first: AfterCallView): void {
  let view = first;
  let busy = false;
  let said: string | undefined;
  const mail = el('div', {});
  let drawMail = () => {};

  const draw = () =>
    show('after', afterScreen({ view, said, mail, choose, erase, rate, newCode: () => leave() }));
  const choose = (language: Language) => {
    setLanguage(language);
    said = undefined;
    drawMail();
    draw();
  };
  /** Shows what the server still has, and not what we think it has; when it has nothing, that is said. */
  const refresh = async () => {
    const fresh = await fetchView();
    if (fresh.ok) view = { ...fresh.value, language: currentLanguage() };
    else if (fresh.code !== 'offline') leave({ why: fresh.code, sentence: fresh.sentence });
    return fresh.ok || fresh.code === 'offline';
  };
  const erase = async (photo?: string) => {
    if (busy) return;
    busy = true;
    const done = await request('/api/caller/after/erase', photo === undefined ? {} : { photo });
    const stays = await refresh();
    busy = false;
    if (!stays) return;
    const m = afterMessages(currentLanguage());
    // A hold may have kept some of them.
    const all = view.held?.photos.length ? m.held : m.erasedAll;
    said = !done.ok ? done.sentence || m.failed : photo === undefined ? all : m.erased;
    announce(said);
    draw();
  };
  const rate = async (score: number) => {
    if (busy) return;
    busy = true;
    const done = await request('/api/caller/after/rating', { score });
    const stays = await refresh();
    busy = false;
    if (!stays) return;
    const m = afterMessages(currentLanguage());
    said = done.ok ? m.rated : done.sentence || m.failed;
    announce(said);
    draw();
  };
  /** A tab may be left open for days, and what it shows has been erased by then. */
  const seenAgain = async () => {
    if (document.visibilityState === 'visible' && (await refresh())) draw();
  };
  const leave = (stop?: Stop) => {
    document.removeEventListener('visibilitychange', seenAgain);
    if (stop) navigation.stop(stop);
    else navigation.home();
  };
  document.addEventListener('visibilitychange', seenAgain);
  draw();
  // Most callers leave at once: what few need comes after what all see, and moves nothing that they look at.
  void import('../mail/mail.ts')
    .then(({ createMail }) => createMail(mail))
    .then((again) => {
      drawMail = again;
    })
    .catch(() => undefined);
}

/** The page without a working link: the spoken code's form, and a screen for each way a link can fail. */
import type { CodeAccepted } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { wearBrand } from '../entry/brand.ts';
import { request } from '../entry/http.ts';
import { currentLanguage, setLanguage } from '../entry/language.ts';
import type { Navigation, Stop, StopReason } from '../entry/navigation.ts';
import { show, wearStyles } from '../entry/page.ts';
import { dropToken } from '../entry/token.ts';
import { type AsideMessages, asideMessages } from '../messages/aside.ts';
import css from './aside.css?inline';
import { digitsOf, isWholeCode, looksLikeNumber } from './code.ts';
import { homeScreen, stopScreen, type Wrong } from './screens.ts';

wearStyles(css);

/** Shows the form for a number and the six digits that the agent reads out. */
export function showHome(navigation: Navigation): void {
  let busy = false;
  let typed = { number: '', code: '' };
  let wrong: Wrong | undefined;

  const draw = () => show('home', homeScreen({ busy, ...typed, wrong, choose, enter }));
  const choose = (language: Language) => {
    setLanguage(language);
    wrong = undefined;
    draw();
  };
  const enter = async (number: string, code: string) => {
    typed = { number, code };
    wrong = missing(number, code);
    busy = !wrong;
    draw();
    if (wrong) return document.getElementById(wrong.field ?? 'number')?.focus();
    const body = { number: number.trim(), code: digitsOf(code) };
    const answer = await request<CodeAccepted>('/api/invitation/code', body);
    busy = false;
    if (answer.ok) {
      history.replaceState(null, '', '/');
      return navigation.open(answer.value.token);
    }
    wrong = { sentence: sentenceFor(answer.code, answer.sentence) };
    draw();
  };
  draw();
}

function missing(number: string, code: string): Wrong | undefined {
  const { home } = asideMessages(currentLanguage());
  if (!looksLikeNumber(number)) return { field: 'number', sentence: home.fillNumber };
  return isWholeCode(code) ? undefined : { field: 'code', sentence: home.fillCode };
}

function sentenceFor(code: StopReason, sentence: string): string {
  const m = asideMessages(currentLanguage());
  if (code === 'offline') return m.offline;
  const own = m.stops(m.theAgent)[code];
  return own ? `${own.title}. ${own.next}` : sentence;
}

/** Shows why the page cannot go on, and the next step. */
export function showStop(navigation: Navigation, stop: Stop): void {
  if (stop.brand) wearBrand(stop.brand);
  const draw = () => {
    const m = asideMessages(currentLanguage());
    const action = actionFor(navigation, stop.why, m);
    show(`stop ${stop.why}`, stopScreen({ ...wording(m, stop), choose, action, brand: stop.brand?.brand }));
  };
  const choose = (language: Language) => {
    setLanguage(language);
    draw();
  };
  draw();
}

function wording(m: AsideMessages, stop: Stop) {
  const own = m.stops(stop.agent ?? m.theAgent)[stop.why];
  return own ?? { title: m.otherwise, next: stop.sentence ?? '' };
}

/** The one thing that can help; nothing where the page has nothing more to offer. */
function actionFor(navigation: Navigation, why: StopReason, m: AsideMessages) {
  switch (why) {
    case 'session_erased':
    case 'session_ended':
    case 'moved':
    case 'invitation_replaced':
      return undefined;
    case 'invitation_expired':
    case 'invitation_spent':
    case 'invitation_closed':
    case 'invitation_unknown':
    case 'credential_unknown':
    case 'code_attempts_exhausted':
      return {
        name: m.enterCode,
        act: () => {
          dropToken();
          navigation.home();
        },
      };
    default:
      return { name: m.again, act: () => navigation.begin() };
  }
}

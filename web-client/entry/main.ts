/**
 * The first chunk: finds out why the page was opened, and shows who calls and on what terms. Everything else
 * is loaded when it is needed, the call itself while the terms are being read.
 */
import type { CallerView, InvitationView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { entryMessages } from '../messages/entry.ts';
import { wearBrand } from './brand.ts';
import { deviceOf } from './device.ts';
import { el } from './element.ts';
import { request } from './http.ts';
import { currentLanguage, phoneLanguage, setLanguage } from './language.ts';
import { plainScreen } from './languages.ts';
import type { Accepting, CallView, Navigation } from './navigation.ts';
import { show, whenVisible } from './page.ts';
import { termsScreen } from './terms.ts';
import { dropToken, keepToken, takeToken } from './token.ts';

/** Milliseconds on the screen after which someone is reading. */
const READING_AFTER = 3000;

const navigation: Navigation = {
  begin: () => void begin(),
  open: (token) => void open(token),
  home: () => void late(loadAside, (aside) => aside.showHome(navigation)),
  stop: (stop) => void late(loadAside, (aside) => aside.showStop(navigation, stop)),
  call: (view) => {
    wearBrand(view.brand);
    void late(loadWholeCall, (call) => call.startCall(navigation, view));
  },
  after: () =>
    void late(
      () => import('../after/after.ts'),
      (after) => void after.showAfter(navigation),
    ),
};

const loadAside = () => import('../aside/aside.ts');
const loadCall = () => import('../call/start.tsx');

async function loadWholeCall(): ReturnType<typeof loadCall> {
  const call = await loadCall();
  await call.prepareCall();
  return call;
}

/** Runs a later chunk. Without it nothing can go on, and a reload fetches the build that the server has now. */
async function late<T>(load: () => Promise<T>, run: (chunk: T) => void): Promise<void> {
  const chunk = await load().catch(() => undefined);
  if (chunk) return run(chunk);
  const { offline, again } = entryMessages(currentLanguage());
  const button = el(
    'button',
    { class: 'button main', type: 'button', onclick: () => location.reload() },
    again,
  );
  wait('offline', offline, button);
}

function wait(name: string, sentence: string, button?: HTMLElement): void {
  show(name, plainScreen('', undefined, el('h1', { class: 'wait', tabindex: -1 }, sentence), button));
}

async function begin(): Promise<void> {
  wait('wait', entryMessages(currentLanguage()).loading);
  const token = takeToken();
  if (token) return open(token);
  // The short address is typed to enter a code, whatever an earlier call has left in this browser.
  if (location.pathname === '/k') return navigation.home();
  const answer = await request<CallerView>('/api/caller');
  if (!answer.ok) {
    if (answer.code === 'credential_unknown') return navigation.home();
    return navigation.stop({ why: answer.code, sentence: answer.sentence });
  }
  if (answer.value.kind !== 'call') return navigation.after();
  resume(answer.value);
}

function resume(view: CallView): void {
  setLanguage(view.language);
  navigation.call(view);
}

async function open(token: string): Promise<void> {
  keepToken(token);
  await whenVisible();
  const device = deviceOf(navigator.userAgent, navigator.maxTouchPoints);
  const answer = await request<InvitationView>('/api/invitation/open', { token, device });
  if (!answer.ok) {
    // Tapping the SMS again is how people come back to a page they have closed.
    const held = answer.code === 'invitation_spent' ? await request<CallerView>('/api/caller') : answer;
    if (!held.ok || held.value.kind !== 'call') {
      return navigation.stop({ why: answer.code, sentence: answer.sentence });
    }
    dropToken();
    return resume(held.value);
  }
  const view = answer.value;
  setLanguage(view.language);
  wearBrand(view.brand);
  readTerms({ token, device, view });
}

/** Shows the terms and waits for Accept, which the call's own chunk sends: nothing could follow without it. */
function readTerms(accepting: Accepting): void {
  const { token, view } = accepting;
  let busy = false;
  let wrong: string | undefined;
  let told = false;

  const draw = () => show('terms', termsScreen({ view, busy, wrong, accept, choose, reading }));
  const choose = (language: Language) => {
    setLanguage(language);
    reading();
    draw();
  };
  /** Told once, and only for someone who looks at the page. */
  const reading = () => {
    if (told || document.visibilityState !== 'visible') return;
    told = true;
    removeEventListener('scroll', reading);
    void request('/api/invitation/reading', { token });
  };
  const accept = async () => {
    busy = told = true;
    draw();
    const call = await loadWholeCall().catch(() => undefined);
    if (await call?.accept(navigation, accepting)) return;
    busy = false;
    wrong = entryMessages(currentLanguage()).offline;
    draw();
  };

  addEventListener('scroll', reading, { passive: true });
  setTimeout(reading, READING_AFTER);
  draw();
  // A failure here is met again, with a sentence, at Accept.
  loadCall().catch(() => undefined);
}

setLanguage(phoneLanguage(navigator.languages));
// A second link opened in the same tab changes only the fragment, which loads nothing.
addEventListener('hashchange', () => location.hash && void begin());
void begin();

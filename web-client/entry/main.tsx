/**
 * The first chunk: finds out why the page was opened, and shows who calls and on what terms. Everything else
 * is loaded when it is needed, the call itself while the terms are being read.
 */
import type { CallerView, InvitationView } from '../../protocol/http.ts';
import type { Language } from '../../protocol/language.ts';
import { entryMessages } from '../messages/entry.ts';
import { wearBrand } from './brand.ts';
import { deviceOf } from './device.ts';
import { request } from './http.ts';
import { currentLanguage, phoneLanguage, setLanguage } from './language.ts';
import type { Navigation, Stop } from './navigation.ts';
import { show, whenVisible } from './page.ts';
import { Terms } from './terms.tsx';
import { dropToken, keepToken, takeToken } from './token.ts';

const READING_AFTER = 3000;

const navigation: Navigation = {
  begin: () => void begin(),
  open: (token) => void open(token),
  home: () =>
    void late(
      () => import('../aside/aside.tsx'),
      (aside) => aside.showHome(navigation),
    ),
  stop: (stop) =>
    void late(
      () => import('../aside/aside.tsx'),
      (aside) => aside.showStop(navigation, stop),
    ),
  call: (view) => {
    wearBrand(view.brand);
    void late(loadWholeCall, (call) => call.startCall(navigation, view));
  },
  after: () =>
    void late(
      () => import('../after/after.tsx'),
      (after) => after.showAfter(navigation),
    ),
};

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
  const { offline } = entryMessages(currentLanguage());
  show('offline', <Wait sentence={offline} retry={() => location.reload()} />);
}

function Wait({ sentence, retry }: { readonly sentence: string; readonly retry?: () => void }) {
  return (
    <main class="screen">
      <p class="wait" role="status">
        {sentence}
      </p>
      {retry && (
        <button class="button main" type="button" onClick={retry}>
          {entryMessages(currentLanguage()).again}
        </button>
      )}
    </main>
  );
}

async function begin(): Promise<void> {
  show('wait', <Wait sentence={entryMessages(currentLanguage()).loading} />);
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
  setLanguage(answer.value.language);
  navigation.call(answer.value);
}

async function open(token: string): Promise<void> {
  keepToken(token);
  await whenVisible();
  const answer = await request<InvitationView>('/api/invitation/open', {
    token,
    device: deviceOf(navigator.userAgent, navigator.maxTouchPoints),
  });
  if (!answer.ok) return navigation.stop({ why: answer.code, sentence: answer.sentence });
  setLanguage(answer.value.language);
  wearBrand(answer.value.brand);
  readTerms(token, answer.value);
}

function readTerms(token: string, view: InvitationView): void {
  let busy = false;
  let wrong: string | undefined;
  let told = false;

  const draw = () => show('terms', <Terms {...{ view, busy, wrong, accept, choose, reading }} />);
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
    busy = true;
    told = true;
    draw();
    loadWholeCall().catch(() => undefined);
    const outcome = await sendAccept(token, view);
    busy = false;
    if (outcome.kind === 'call') return navigation.call(outcome.view);
    if (outcome.kind === 'stop') return navigation.stop(outcome.stop);
    wrong = entryMessages(currentLanguage()).offline;
    draw();
  };

  addEventListener('scroll', reading, { passive: true });
  setTimeout(reading, READING_AFTER);
  draw();
  // A failure here is met again, with a sentence, when the call starts.
  loadCall().catch(() => undefined);
}

type Accepted =
  | { readonly kind: 'call'; readonly view: Extract<CallerView, { kind: 'call' }> }
  | { readonly kind: 'stop'; readonly stop: Stop }
  | { readonly kind: 'again' };

async function sendAccept(token: string, view: InvitationView): Promise<Accepted> {
  const answer = await request<CallerView>('/api/invitation/accept', {
    token,
    terms: view.terms.version,
    notice: view.notice.version,
    language: currentLanguage(),
    device: deviceOf(navigator.userAgent, navigator.maxTouchPoints),
  });
  if (!answer.ok && answer.code === 'offline') return { kind: 'again' };
  // The answer to an earlier try may have been lost on the way, its cookie not: ask what it opens.
  const granted =
    !answer.ok && answer.code === 'invitation_spent' ? await request<CallerView>('/api/caller') : answer;
  if (granted.ok && granted.value.kind === 'call') {
    dropToken();
    return { kind: 'call', view: granted.value };
  }
  if (answer.ok) return { kind: 'stop', stop: { why: 'session_ended' } };
  const { code: why, sentence } = answer;
  return { kind: 'stop', stop: { why, sentence, agent: view.agentName, brand: view.brand } };
}

setLanguage(phoneLanguage(navigator.languages));
// A second link opened in the same tab changes only the fragment, which loads nothing.
addEventListener('hashchange', () => void begin());
void begin();

/**
 * The subject's own page: a number, the code that was sent to it, and what is kept about it. A page and a build of
 * its own, so that a call downloads nothing of it. Nothing is stored in the browser but the server's cookie.
 */
import { render } from 'preact';
import type { Language } from '../../protocol/language.ts';
import type {
  AskCode,
  AskOwn,
  CodeSent,
  Erased,
  EraseOwn,
  OwnRequest,
  RedeemCode,
  SubjectCallDetail,
  SubjectDoor,
  SubjectView,
} from '../../protocol/subject.ts';
import { wearBrand } from '../entry/brand.ts';
import { type Answer, request } from '../entry/http.ts';
import { currentLanguage, phoneLanguage, setLanguage } from '../entry/language.ts';
import { announce, arrived, canvasOf } from '../entry/page.ts';
import { createConsentTaps } from './consents/taps.ts';
import { myMessages } from './messages.ts';
import { Page } from './page.tsx';
import type { Screen, Taps } from './state.ts';
import { day } from './words.ts';

const controller = location.pathname.split('/')[2] ?? '';
let door: SubjectDoor | undefined;
let screen: Screen = { at: 'wait' };
let busy = false;

const m = () => myMessages(currentLanguage());

function show(next: Screen): void {
  screen = next;
  draw();
}

function draw(): void {
  document.title = door ? `${m().title} – ${door.brand.brand}` : m().title;
  render(<Page screen={screen} door={door} busy={busy} taps={taps} />, canvasOf('my'));
  arrived(screen.at);
}

/** One thing at a time: a second tap while the first is under way does nothing. */
async function alone(act: () => Promise<void>): Promise<void> {
  if (busy) return;
  busy = true;
  draw();
  try {
    await act();
  } finally {
    busy = false;
    draw();
  }
}

/** The server's sentence; ours when no answer came. */
function sentenceOf(refused: Extract<Answer<unknown>, { ok: false }>): string {
  return refused.sentence || m().offline;
}

/** Once the half hour is over every answer leads back to the door, which says so. */
function isOver(answer: Answer<unknown>): boolean {
  if (answer.ok || answer.code !== 'subject_sign_in_required') return false;
  show({ at: 'number', number: '', wrong: { sentence: answer.sentence } });
  return true;
}

async function begin(): Promise<void> {
  show({ at: 'wait' });
  const opened = await request<SubjectDoor>(`/api/subject/of/${encodeURIComponent(controller)}`);
  if (!opened.ok) return show({ at: 'stop', sentence: sentenceOf(opened) });
  door = opened.value;
  wearBrand(door.brand);
  const view = await request<SubjectView>('/api/subject');
  // Whoever is signed in towards another controller is not towards this one.
  if (view.ok && view.value.controller === controller) return show({ at: 'home', view: view.value });
  show({ at: 'number', number: '' });
}

async function goHome(said?: string): Promise<void> {
  const view = await request<SubjectView>('/api/subject');
  if (isOver(view)) return;
  if (!view.ok) return show({ at: 'stop', sentence: sentenceOf(view) });
  show({ at: 'home', view: view.value, said });
  if (said) announce(said);
}

async function openCall(session: string): Promise<Answer<SubjectCallDetail>> {
  return request<SubjectCallDetail>(`/api/subject/calls/${session}`);
}

async function sendCode(number: string): Promise<void> {
  const body: AskCode = { controller, number, language: currentLanguage() };
  const sent = await request<CodeSent>('/api/subject/code', body);
  if (sent.ok) show({ at: 'code', number, sent: true });
  else show({ at: 'number', number, wrong: { field: 'number', sentence: sentenceOf(sent) } });
}

async function enter(number: string, code: string): Promise<void> {
  const body: RedeemCode = { controller, number, code };
  const opened = await request<undefined>('/api/subject/sign-in', body);
  if (opened.ok) return goHome();
  show({ at: 'code', number, sent: false, wrong: { field: 'code', sentence: sentenceOf(opened) } });
}

/** Shows what the server still has, and not what we think it has. */
async function erase(call: SubjectCallDetail, named: EraseOwn): Promise<void> {
  const done = await request<Erased>(`/api/subject/calls/${call.session}/erase`, named);
  if (isOver(done)) return;
  if (!done.ok) {
    const wrong = sentenceOf(done);
    return tell({ at: 'call', call, wrong, sure: false }, wrong);
  }
  const said = resultOf(done.value);
  if (done.value.content) return goHome(said);
  const fresh = await openCall(call.session);
  if (isOver(fresh)) return;
  tell({ at: 'call', call: fresh.ok ? fresh.value : call, said, sure: false }, said);
}

/** What a tap came to stands on top, and the finger was further down. */
function tell(next: Screen, sentence: string): void {
  show(next);
  announce(sentence);
  document.querySelector('.said, .wrong')?.scrollIntoView({ block: 'center' });
}

function resultOf({ photos, content, held, certificates, pending }: Erased): string {
  const { call } = m();
  return [
    content ? call.erasedCall(held) : call.erasedPhotos(photos, held),
    certificates.length > 0 ? call.certificate(certificates.join(', ')) : '',
    pending ? call.pending : '',
  ]
    .filter(Boolean)
    .join(' ');
}

async function send(asked: Omit<AskOwn, 'language'>): Promise<void> {
  const body: AskOwn = { ...asked, language: currentLanguage() };
  const made = await request<OwnRequest>('/api/subject/requests', body);
  if (isOver(made)) return;
  if (made.ok) return goHome(m().ask.sent(day(made.value.due)));
  show({ at: 'ask', wrong: { sentence: sentenceOf(made) } });
}

const taps: Taps = {
  speak(language: Language) {
    setLanguage(language);
    draw();
  },
  again: () => void begin(),
  sendCode: (number) => void alone(() => sendCode(number)),
  haveCode: (number) => show({ at: 'code', number, sent: false }),
  otherNumber: () => show({ at: 'number', number: '' }),
  enter: (number, code) => void alone(() => enter(number, code)),
  openCall: (session) =>
    void alone(async () => {
      const call = await openCall(session);
      if (isOver(call)) return;
      if (!call.ok) return goHome(sentenceOf(call));
      show({ at: 'call', call: call.value, sure: false });
    }),
  home: () => void alone(() => goHome()),
  erase: (named) =>
    void alone(async () => {
      if (screen.at === 'call') await erase(screen.call, named);
    }),
  makeSure(sure) {
    if (screen.at === 'call') show({ at: 'call', call: screen.call, sure });
  },
  ask: () => show({ at: 'ask' }),
  send: (asked) => void alone(() => send(asked)),
  signOut: () =>
    void alone(async () => {
      const out = await request('/api/subject/sign-out', {});
      if (!out.ok) return show({ at: 'stop', sentence: sentenceOf(out) });
      show({ at: 'number', number: '', said: m().home.signedOut });
      announce(m().home.signedOut);
    }),
  ...createConsentTaps({ screen: () => screen, show, tell, alone, isOver, sentenceOf }),
};

setLanguage(phoneLanguage(navigator.languages));
void begin();

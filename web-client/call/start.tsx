/** The call: holds the socket and what the screens share, and draws them after every change. */
import type { CallerCommand } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Recorded } from '../../protocol/events.ts';
import type { Language } from '../../protocol/language.ts';
import type { JoinedSession, SessionState } from '../../protocol/session.ts';
import type { WireError } from '../../protocol/wire.ts';
import { currentLanguage, setLanguage } from '../entry/language.ts';
import type { CallView, Navigation } from '../entry/navigation.ts';
import { announce, wearStyles } from '../entry/page.ts';
import { callMessages, loadCallMessages } from '../messages/call.ts';
import { createPhotoFlow, type PhotoFlow } from '../photo/flow.ts';
import { xhrTools } from '../photo/xhr.ts';
import { announcement } from './announce.ts';
import css from './call.css?inline';
import type { Call, Overlay } from './call.ts';
import { connect } from './connect.ts';
import { createGate, watchFingers } from './gate.ts';
import { guideTitle } from './guides.ts';
import { newId } from './ids.ts';
import { show } from './render.ts';
import { CallScreen, Joining, Leaving, screenName } from './screens.tsx';

export { accept } from './accept.ts';

/** How long a pointer stays when its end was lost on the way, in milliseconds. */
const POINTER_STAYS = 4000;

const CHANGES_PICTURE: ReadonlySet<string> = new Set([
  'GuideShown',
  'StepTurned',
  'PageShown',
  'NoteShown',
  'PictureShown',
  'StageCleared',
]);

const NOTHING = { stage: { kind: 'nothing' }, request: undefined } as const;

/** Fetches what a call needs besides this chunk. Rejects when it cannot be had now. */
export function prepareCall(): Promise<void> {
  return loadCallMessages(currentLanguage());
}

/** Takes over the page until the call is over; `prepareCall` has been done. */
export function startCall(navigation: Navigation, view: CallView): void {
  wearStyles(css);
  let session: SessionState = { status: 'none' };
  let connected = false;
  let agentHere = true;
  let pointer: Call['pointer'];
  let pointerTimer: ReturnType<typeof setTimeout> | undefined;
  let overlay: Overlay = 'none';
  let notice: string | undefined;
  let leaving = false;
  let over = false;
  let photos: PhotoFlow | undefined;
  const gate = createGate<Pick<Call, 'stage' | 'request'>>(NOTHING, draw);
  const stopWatching = watchFingers(gate.fingers);

  const link = connect({
    onState,
    onPresence: (presence) => {
      agentHere = presence.agent !== 'reconnecting';
      draw();
    },
    onSignal: (signal) => {
      if (signal.type !== 'pointer' && signal.type !== 'pointer-off') return;
      clearTimeout(pointerTimer);
      pointer = signal.type === 'pointer' ? { x: signal.x, y: signal.y } : undefined;
      if (pointer) {
        pointerTimer = setTimeout(() => {
          pointer = undefined;
          draw();
        }, POINTER_STAYS);
      }
      draw();
    },
    onConnection: (now) => {
      const changed = connected !== now;
      connected = now;
      const { strip } = callMessages(currentLanguage());
      if (changed && session.status === 'joined') announce(now ? strip.here(session.agentName) : strip.lost);
      draw();
    },
    onRefused,
  });

  function onState(next: SessionState, fresh: readonly Recorded[]): void {
    const before = session;
    session = next;
    const over = whatFollows(next, fresh);
    if (over) finish(over);
    if (over || next.status !== 'joined') return;
    if (before.status !== 'joined') {
      forgetReload();
      photos = makePhotos(next);
    }
    if (next.language !== currentLanguage() && languageIsNew(before, next)) {
      void speak(next.language);
    }
    // What was pointed at is no longer there.
    if (fresh.some(({ event }) => CHANGES_PICTURE.has(event.type))) pointer = undefined;
    const { stage, requests } = next.joined;
    gate.offer({ stage, request: requests.find(({ state }) => state === 'open') });
    for (const photo of next.joined.photos) photos?.arrived(photo.id);
    draw();
    void tell(fresh);
  }

  /** Where to go when the call is over for this page; undefined while it goes on. */
  function whatFollows(next: SessionState, fresh: readonly Recorded[]): (() => void) | undefined {
    if (fresh.some(({ event }) => event.type === 'DeviceMoved'))
      return () => navigation.stop({ why: 'moved' });
    if (next.status === 'ended') return () => navigation.after();
    if (next.status === 'erased') return () => navigation.stop({ why: 'session_erased' });
    return undefined;
  }

  async function tell(fresh: readonly Recorded[]): Promise<void> {
    for (const { event, by } of fresh) {
      if (session.status !== 'joined') return;
      const sentence = await announcement(event, by, session, callMessages(currentLanguage()), guideTitle);
      if (sentence) announce(sentence);
    }
  }

  function makePhotos(joined: JoinedSession): PhotoFlow {
    const flow = createPhotoFlow({
      session: joined.createdAt,
      reminder: view.reminder,
      maxBytes: view.maxPhotoBytes,
      tools: xhrTools,
      newId,
      requestOpen: (request) =>
        session.status === 'joined' &&
        session.joined.requests.some(({ id, state }) => id === request && state === 'open'),
      onChange: draw,
      onPercent: (photo, percent) => link.client.signal({ type: 'upload', photo, percent }),
      onOver: (code) => onRefused({ code, sentence: '' }),
    });
    void flow.restore();
    return flow;
  }

  function onRefused({ code, sentence }: WireError): void {
    if (code === 'protocol_outdated' && reloadOnce()) return;
    // The server cuts the old device off when the new one accepts; the event may not have come through.
    const moved =
      code === 'credential_unknown' && session.status === 'joined' && session.joined.deviceMove === 'offered';
    finish(() => {
      if (code === 'session_ended') navigation.after();
      else navigation.stop({ why: moved ? 'moved' : code, sentence });
    });
  }

  function finish(next: () => void): void {
    if (over) return;
    over = true;
    link.close();
    stopWatching();
    photos?.cancel();
    next();
  }

  async function send(command: CallerCommand): Promise<boolean> {
    if (!connected) say(callMessages(currentLanguage()).offline);
    const ack = await link.client.send(command);
    if (!ack.ok && !isLate(ack.code)) say(ack.sentence);
    return ack.ok;
  }

  function say(sentence: string | undefined): void {
    notice = sentence;
    if (sentence) announce(sentence);
    draw();
  }

  function choose(language: Language): void {
    void speak(language);
    void send({ type: 'ChangeLanguage', language });
  }

  async function speak(language: Language): Promise<void> {
    const had = await loadCallMessages(language).then(
      () => true,
      () => false,
    );
    if (had) setLanguage(language);
    else say(callMessages(currentLanguage()).offline);
    draw();
  }

  function leave(): void {
    leaving = true;
    draw();
    void link.client.send({ type: 'Leave' });
  }

  function draw(): void {
    if (over) return;
    const language = currentLanguage();
    const m = callMessages(language);
    if (leaving) {
      show('leaving', <Leaving brand={view.brand.brand} sentence={m.menu.leaving} />);
      return;
    }
    if (session.status !== 'joined' || !photos) {
      show('joining', <Joining brand={view.brand.brand} sentence={m.strip.joining} />);
      return;
    }
    const call: Call = {
      view,
      session,
      ...gate.shown(),
      agent: session.agentName,
      language,
      m,
      connected,
      agentHere,
      pointer,
      overlay,
      notice,
      photos,
      send,
      signal: (signal) => link.client.signal(signal),
      open: (next) => {
        overlay = next;
        notice = undefined;
        draw();
      },
      say,
      choose,
      leave,
    };
    show(screenName(call), <CallScreen call={call} />);
  }

  draw();
}

/** The server's language is taken when it is first heard of or was changed there, not over a fresh choice. */
function languageIsNew(before: SessionState, next: JoinedSession): boolean {
  return before.status !== 'joined' || before.language !== next.language;
}

/** Answers to a tap on something that has just been replaced: the screen already shows what is true. */
function isLate(code: ErrorCode): boolean {
  return code === 'showing_outdated' || code === 'nothing_shown' || code === 'session_ended';
}

const RELOADED = 'reloaded';

/** A page of an older release is loaded again, once: the new one comes back to the same state. */
function reloadOnce(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED)) return false;
    sessionStorage.setItem(RELOADED, 'yes');
  } catch {
    return false;
  }
  location.reload();
  return true;
}

/** The contract is the same again: the next release may reload the page once more. */
function forgetReload(): void {
  try {
    sessionStorage.removeItem(RELOADED);
  } catch {
    // Storage is blocked, so nothing was noted.
  }
}

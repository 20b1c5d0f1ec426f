/** What a tap on the consents' screens does. Every answer shows what the server has, and not what we think it has. */
import type { ConsentChannel } from '../../../protocol/consent.ts';
import type {
  GiveOwn,
  OwnConsent,
  OwnConsents,
  OwnHistory,
  WithdrawAllOwn,
  WithdrawOwn,
} from '../../../protocol/subject-consents.ts';
import { newId } from '../../call/ids.ts';
import { type Answer, request } from '../../entry/http.ts';
import { currentLanguage } from '../../entry/language.ts';
import type { Screen, Taps } from '../state.ts';
import { consentMessages } from './messages.ts';

export interface ConsentTapsDeps {
  readonly screen: () => Screen;
  readonly show: (next: Screen) => void;
  /** Shows a screen whose news stand on top, and says them. */
  readonly tell: (next: Screen, sentence: string) => void;
  /** One thing at a time. */
  readonly alone: (act: () => Promise<void>) => Promise<void>;
  /** The half hour is over, and the door is shown. */
  readonly isOver: (answer: Answer<unknown>) => boolean;
  readonly sentenceOf: (refused: Extract<Answer<unknown>, { ok: false }>) => string;
}

type ConsentTaps = Pick<Taps, 'consents' | 'openConsent' | 'give' | 'withdraw' | 'withdrawAll' | 'history'>;
type Wish = Omit<GiveOwn, 'id'> | Omit<WithdrawOwn, 'id'> | Omit<WithdrawAllOwn, 'id'>;

const ADDRESS = '/api/subject/consents';
/** Milliseconds: where "agree" stood there is "withdraw" now, and the second half of a double tap must not hit it. */
const SETTLE = 500;

export function createConsentTaps(deps: ConsentTapsDeps): ConsentTaps {
  const { screen, show, tell, alone, isOver, sentenceOf } = deps;
  const m = () => consentMessages(currentLanguage());
  /** A wish to which no answer came keeps its id: tapped again it is the same one. */
  let unanswered: { readonly wish: string; readonly id: string } | undefined;

  async function send(path: string, wish: Wish): Promise<Answer<OwnConsents>> {
    const name = `${path} ${JSON.stringify(wish)}`;
    const id = unanswered?.wish === name ? unanswered.id : newId();
    unanswered = { wish: name, id };
    const answer = await request<OwnConsents>(`${ADDRESS}/${path}`, { ...wish, id });
    if (answer.ok || answer.code !== 'offline') unanswered = undefined;
    return answer;
  }

  async function list(): Promise<void> {
    const own = await request<OwnConsents>(ADDRESS);
    if (isOver(own)) return;
    show(own.ok ? { at: 'consents', own: own.value } : { at: 'stop', sentence: sentenceOf(own) });
  }

  async function change(path: string, purpose: string, wish: Wish, said: string): Promise<void> {
    const answer = await send(path, wish);
    if (isOver(answer)) return;
    if (answer.ok) {
      return settle({ at: 'consent', own: answer.value, purpose, said });
    }
    const wrong = sentenceOf(answer);
    const now = screen();
    if (now.at !== 'consent') return;
    // The text may have changed while it was read: the one that can be agreed to now is shown.
    const fresh = answer.code === 'consent_outdated' ? await request<OwnConsents>(ADDRESS) : undefined;
    tell({ at: 'consent', own: fresh?.ok ? fresh.value : now.own, purpose, wrong }, wrong);
  }

  /** Only the buttons that change something wait; the way back does not. */
  function settle(news: Extract<Screen, { at: 'consent' }>): void {
    const settling = { ...news, settling: true };
    tell(settling, news.said ?? '');
    setTimeout(() => {
      if (screen() === settling) show(news);
    }, SETTLE);
  }

  function isSettling(): boolean {
    const now = screen();
    return now.at === 'consent' && now.settling === true;
  }

  /** With the channel, where there are several to choose from. */
  function named({ texts }: OwnConsent, channel: ConsentChannel | undefined): string {
    const { title } = texts[currentLanguage()];
    return channel ? `${title} (${m().by[channel]})` : title;
  }

  return {
    consents: () => void alone(list),

    openConsent(purpose) {
      const now = screen();
      if (now.at === 'consents') show({ at: 'consent', own: now.own, purpose });
    },

    give(consent, channel) {
      if (isSettling()) return;
      const { purpose, texts } = consent;
      const language = currentLanguage();
      const { version } = texts[language];
      const wish = { purpose, version, language, ...(channel ? { channels: [channel] } : {}) };
      void alone(() => change('give', purpose, wish, m().given(named(consent, channel))));
    },

    withdraw(consent, channel) {
      if (isSettling()) return;
      const { purpose } = consent;
      const wish = { purpose, language: currentLanguage(), ...(channel ? { channels: [channel] } : {}) };
      void alone(() => change('withdraw', purpose, wish, m().withdrawn(named(consent, channel))));
    },

    withdrawAll: () =>
      void alone(async () => {
        const answer = await send('withdraw-all', { language: currentLanguage() });
        if (isOver(answer)) return;
        const now = screen();
        const said = m().allWithdrawn;
        if (answer.ok) return tell({ at: 'consents', own: answer.value, said }, said);
        const wrong = sentenceOf(answer);
        if (now.at === 'consents') tell({ at: 'consents', own: now.own, wrong }, wrong);
      }),

    history: () =>
      void alone(async () => {
        const answer = await request<OwnHistory>(`${ADDRESS}/history`);
        if (isOver(answer)) return;
        if (answer.ok) return show({ at: 'history', lines: answer.value.lines });
        show({ at: 'stop', sentence: sentenceOf(answer) });
      }),
  };
}

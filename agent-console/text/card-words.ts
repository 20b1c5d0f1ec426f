/**
 * Words of the cards in the caller's language, for the copy of their screen: those of the caller's own page (a test
 * compares the two, AGT-6).
 */
import type { CardOutcome } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';

export interface CardWords {
  readonly from: (agent: string) => string;
  readonly give: string;
  readonly decline: string;
  readonly outcomes: (agent: string) => Readonly<Record<CardOutcome, string>>;
  readonly title: string;
  readonly data: string;
  readonly gigabytes: (used: string, included?: string) => string;
  readonly calls: string;
  readonly minutes: (count: number) => string;
  readonly router: string;
  readonly connection: string;
  readonly online: string;
  readonly offline: string;
  readonly signal: string;
  readonly bars: (count: number) => string;
  readonly running: string;
  readonly hours: (count: number) => string;
}

export const CARD_WORDS: Readonly<Record<Language, CardWords>> = {
  lv: {
    from: (agent) => `${agent} lūdz Jūsu piekrišanu`,
    give: 'Piekrītu',
    decline: 'Nepiekrītu',
    outcomes: (agent) => ({
      given: `Pierakstīts: Jūs piekritāt. ${agent} redz tikai to.`,
      declined: `Labi, nekas nav pierakstīts. ${agent} redz, ka nepiekritāt.`,
      withdrawn: 'Piekrišana ir atsaukta.',
      refused: 'Šo piekrišanu nevarēja pierakstīt. Nekas nav mainījies.',
    }),
    title: 'Jūsu lietojums un rūteris',
    data: 'Dati šomēnes',
    gigabytes: (used, included) => (included ? `${used} GB no ${included} GB` : `${used} GB`),
    calls: 'Sarunas šomēnes',
    minutes: (count) => `${count} min`,
    router: 'Rūteris',
    connection: 'Savienojums',
    online: 'Tiešsaistē',
    offline: 'Nav savienojuma',
    signal: 'Signāls',
    bars: (count) => `${count} no 4`,
    running: 'Darbojas bez pārtraukuma',
    hours: (count) => `${count} h`,
  },
  ru: {
    from: (agent) => `${agent} просит Вашего согласия`,
    give: 'Даю согласие',
    decline: 'Не даю',
    outcomes: (agent) => ({
      given: `Записано: Вы дали согласие. ${agent} видит только это.`,
      declined: `Хорошо, ничего не записано. ${agent} видит, что согласия нет.`,
      withdrawn: 'Согласие отозвано.',
      refused: 'Это согласие не удалось записать. Ничего не изменилось.',
    }),
    title: 'Ваше использование и роутер',
    data: 'Данные в этом месяце',
    gigabytes: (used, included) => (included ? `${used} ГБ из ${included} ГБ` : `${used} ГБ`),
    calls: 'Разговоры в этом месяце',
    minutes: (count) => `${count} мин`,
    router: 'Роутер',
    connection: 'Связь',
    online: 'В сети',
    offline: 'Нет связи',
    signal: 'Сигнал',
    bars: (count) => `${count} из 4`,
    running: 'Работает без перерыва',
    hours: (count) => `${count} ч`,
  },
  en: {
    from: (agent) => `${agent} asks for your consent`,
    give: 'I agree',
    decline: 'I decline',
    outcomes: (agent) => ({
      given: `Recorded: you agreed. ${agent} sees that and no more.`,
      declined: `All right, nothing is recorded. ${agent} sees that you declined.`,
      withdrawn: 'The consent is taken back.',
      refused: 'This consent could not be recorded. Nothing has changed.',
    }),
    title: 'Your use and your router',
    data: 'Data this month',
    gigabytes: (used, included) => (included ? `${used} GB of ${included} GB` : `${used} GB`),
    calls: 'Calls this month',
    minutes: (count) => `${count} min`,
    router: 'Router',
    connection: 'Connection',
    online: 'Online',
    offline: 'No connection',
    signal: 'Signal',
    bars: (count) => `${count} of 4`,
    running: 'Running without a break',
    hours: (count) => (count === 1 ? `${count} hour` : `${count} hours`),
  },
};

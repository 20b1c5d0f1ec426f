/** The texts of the cards, beside those that the catalogue of consents has. */
import type { CardOutcome, ConsentChannel } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';
import { plural } from '../entry/language.ts';

export interface CardMessages {
  readonly asks: (agent: string, title: string) => string;
  readonly from: (agent: string) => string;
  readonly human: string;
  readonly channels: string;
  readonly channel: Readonly<Record<ConsentChannel, string>>;
  readonly choose: string;
  readonly free: string;
  readonly back: string;
  readonly give: string;
  readonly decline: string;
  readonly withdraw: string;
  readonly keep: string;
  readonly again: string;
  readonly outcomes: (agent: string) => Readonly<Record<CardOutcome, string>>;
  readonly diagnostics: {
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
    readonly why: (agent: string, time: string) => string;
  };
}

const lv: CardMessages = {
  asks: (agent, title) => `${agent} lūdz Jūsu piekrišanu. ${title}`,
  from: (agent) => `${agent} lūdz Jūsu piekrišanu`,
  human: 'Ja lēmumu pieņem automātiski, varat vienmēr lūgt, lai to pārskata cilvēks.',
  channels: 'Kā drīkst Jūs uzrunāt?',
  channel: { email: 'E-pastā', sms: 'Īsziņā', call: 'Pa tālruni' },
  choose: 'Atzīmējiet vismaz vienu veidu vai izvēlieties otru pogu.',
  free: 'Izvēle ir Jūsu. Ja nepiekrītat, šī saruna un Jūsu pakalpojumi nemainās.',
  back: 'Piekrišanu varat atsaukt, kad vien vēlaties: šeit vai savā lapā',
  give: 'Piekrītu',
  decline: 'Nepiekrītu',
  withdraw: 'Atsaukt',
  keep: 'Atstāt spēkā',
  again: 'Mēģināt vēlreiz',
  outcomes: (agent) => ({
    given: `Pierakstīts: Jūs piekritāt. ${agent} redz tikai to.`,
    declined: `Labi, nekas nav pierakstīts. ${agent} redz, ka nepiekritāt.`,
    withdrawn: 'Piekrišana ir atsaukta.',
    refused: 'Šo piekrišanu nevarēja pierakstīt. Nekas nav mainījies.',
  }),
  diagnostics: {
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
    why: (agent, time) => `To redz arī ${agent}, jo Jūs piekritāt. Dati uz plkst. ${time}.`,
  },
};

const ru: CardMessages = {
  asks: (agent, title) => `${agent} просит Вашего согласия. ${title}`,
  from: (agent) => `${agent} просит Вашего согласия`,
  human: 'Если решение принято автоматически, Вы всегда можете попросить, чтобы его пересмотрел человек.',
  channels: 'Как к Вам можно обращаться?',
  channel: { email: 'По электронной почте', sms: 'В SMS', call: 'По телефону' },
  choose: 'Отметьте хотя бы один способ или выберите другую кнопку.',
  free: 'Решаете Вы. Если согласия нет, этот разговор и Ваши услуги не изменятся.',
  back: 'Согласие можно отозвать в любое время: здесь или на своей странице',
  give: 'Даю согласие',
  decline: 'Не даю',
  withdraw: 'Отозвать',
  keep: 'Оставить в силе',
  again: 'Попробовать снова',
  outcomes: (agent) => ({
    given: `Записано: Вы дали согласие. ${agent} видит только это.`,
    declined: `Хорошо, ничего не записано. ${agent} видит, что согласия нет.`,
    withdrawn: 'Согласие отозвано.',
    refused: 'Это согласие не удалось записать. Ничего не изменилось.',
  }),
  diagnostics: {
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
    why: (agent, time) => `Это видит и ${agent}, потому что Вы согласились. Данные на ${time}.`,
  },
};

const en: CardMessages = {
  asks: (agent, title) => `${agent} asks for your consent. ${title}`,
  from: (agent) => `${agent} asks for your consent`,
  human: 'You can always ask for a person to review a decision that was taken automatically.',
  channels: 'How may you be reached?',
  channel: { email: 'By e-mail', sms: 'By SMS', call: 'By phone' },
  choose: 'Tick at least one way, or choose the other button.',
  free: 'It is your choice. If you decline, this call and your services stay as they are.',
  back: 'You can take a consent back at any time: here or on your own page',
  give: 'I agree',
  decline: 'I decline',
  withdraw: 'Take it back',
  keep: 'Leave it in force',
  again: 'Try again',
  outcomes: (agent) => ({
    given: `Recorded: you agreed. ${agent} sees that and no more.`,
    declined: `All right, nothing is recorded. ${agent} sees that you declined.`,
    withdrawn: 'The consent is taken back.',
    refused: 'This consent could not be recorded. Nothing has changed.',
  }),
  diagnostics: {
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
    hours: (count) => plural('en', count, { one: `${count} hour`, other: `${count} hours` }),
    why: (agent, time) => `${agent} sees this too, because you agreed. As of ${time}.`,
  },
};

const ALL: Readonly<Record<Language, CardMessages>> = { lv, ru, en };

export function cardMessages(language: Language): CardMessages {
  return ALL[language];
}

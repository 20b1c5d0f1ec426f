/** The texts of the first screen. Everything else comes in later chunks. */
import type { Language } from '../../protocol/language.ts';

export interface EntryMessages {
  readonly loading: string;
  readonly talking: (agent: string) => string;
  readonly lead: (brand: string, agent: string) => string;
  readonly onlyNow: string;
  readonly free: (kilobytes: number) => string;
  readonly sees: (agent: string) => string;
  readonly proof: (agent: string) => string;
  readonly short: string;
  readonly description: string;
  readonly notice: string;
  readonly newTab: string;
  readonly start: string;
  readonly resume: string;
  readonly starting: string;
  readonly offline: string;
  readonly again: string;
}

const lv: EntryMessages = {
  loading: 'Mirkli…',
  talking: (agent) => `Ar Jums runā ${agent}`,
  lead: (brand, agent) =>
    `Šī lapa papildina sarunu ar ${brand}: ${agent} var parādīt pamācību, un Jūs varat atsūtīt foto.`,
  onlyNow: 'Tikai šīs sarunas laikā',
  free: (kilobytes) => `Bez maksas; aptuveni ${kilobytes} kB datu`,
  sees: (agent) => `${agent} redz tikai to, ko nosūtāt Jūs. Telefons paliek Jūsu ziņā, nekas nav jāinstalē`,
  proof: (agent) =>
    `Vispirms pārliecināsieties, ka tie tiešām esam mēs: ${agent} nosauks vārdu, ko redzēsiet ekrānā.`,
  short: 'Īsumā',
  description: 'Pakalpojuma apraksts',
  notice: 'Privātuma paziņojums',
  newTab: 'atveras jaunā cilnē',
  start: 'Piekrītu un sākt',
  resume: 'Turpināt šeit',
  starting: 'Sākam…',
  offline:
    'Nav savienojuma. Ja sarunas laikā mobilie dati nedarbojas, pieslēdzieties Wi-Fi un mēģiniet vēlreiz.',
  again: 'Mēģināt vēlreiz',
};

const ru: EntryMessages = {
  loading: 'Минутку…',
  talking: (agent) => `С Вами говорит ${agent}`,
  lead: (brand, agent) =>
    `Эта страница дополняет разговор с ${brand}: ${agent} может показать инструкцию, а Вы — отправить фото.`,
  onlyNow: 'Только во время этого разговора',
  free: (kilobytes) => `Бесплатно; примерно ${kilobytes} кБ трафика`,
  sees: (agent) =>
    `${agent} видит только то, что отправите Вы. Доступа к телефону нет, устанавливать ничего не нужно`,
  proof: (agent) =>
    `Сначала Вы убедитесь, что это действительно мы: ${agent} назовёт слово, которое будет на экране.`,
  short: 'Коротко',
  description: 'Описание услуги',
  notice: 'Уведомление о конфиденциальности',
  newTab: 'откроется в новой вкладке',
  start: 'Согласиться и начать',
  resume: 'Продолжить здесь',
  starting: 'Начинаем…',
  offline:
    'Нет связи. Если во время разговора мобильный интернет не работает, подключитесь к Wi-Fi и попробуйте ещё раз.',
  again: 'Попробовать ещё раз',
};

const en: EntryMessages = {
  loading: 'One moment…',
  talking: (agent) => `You are talking with ${agent}`,
  lead: (brand, agent) =>
    `This page goes with your call to ${brand}: ${agent} can show you a guide, and you can send a photo.`,
  onlyNow: 'Only during this call',
  free: (kilobytes) => `Free of charge; about ${kilobytes} kB of data`,
  sees: (agent) => `${agent} sees only what you send. Your phone stays yours; nothing is installed`,
  proof: (agent) =>
    `First you make sure that it is really us: ${agent} will say a word that you see on the screen.`,
  short: 'In short',
  description: 'Service description',
  notice: 'Privacy notice',
  newTab: 'opens in a new tab',
  start: 'Agree and start',
  resume: 'Continue here',
  starting: 'Starting…',
  offline: 'No connection. If mobile data stops during the call, join Wi-Fi and try again.',
  again: 'Try again',
};

const ALL: Readonly<Record<Language, EntryMessages>> = { lv, ru, en };

export function entryMessages(language: Language): EntryMessages {
  return ALL[language];
}

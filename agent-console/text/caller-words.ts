/**
 * Words in the caller's language: those of the caller's own page, for the copy of their screen (a test compares
 * the two, AGT-6), and hints for a photo.
 */
import type { Language } from '../../protocol/language.ts';

export interface ScreenWords {
  readonly connected: (agent: string) => string;
  readonly waiting: (agent: string) => string;
  readonly waitingLead: string;
  readonly step: (step: number, of: number) => string;
  readonly done: string;
  readonly doneSaid: string;
  readonly help: string;
  readonly copy: string;
  readonly pageTitle: (agent: string) => string;
  readonly pageTab: (host: string) => string;
  readonly pageFrame: (host: string) => string;
  readonly pageOpen: string;
  readonly pageOpened: string;
  readonly note: (agent: string) => string;
  readonly picture: (agent: string) => string;
  readonly asksPhoto: (agent: string) => string;
  readonly sendPhoto: string;
  readonly notNow: string;
}

export const SCREEN_WORDS: Readonly<Record<Language, ScreenWords>> = {
  lv: {
    connected: (agent) => `Savienots: ${agent}`,
    waiting: (agent) => `${agent} var Jums te ko parādīt`,
    waitingLead: 'Turpiniet sarunu. Kad būs ko redzēt, tas parādīsies šeit.',
    step: (step, of) => `${step}. solis no ${of}`,
    done: 'Izdarīts',
    doneSaid: 'Izdarīts ✓',
    help: 'Vajag palīdzību',
    copy: 'Kopēt',
    pageTitle: (agent) => `${agent} iesaka lapu`,
    pageTab: (host) => `Pieskaroties atvērsies ${host} jaunā cilnē. Šī lapa paliks atvērta.`,
    pageFrame: (host) => `Pieskaroties šeit ielādēsies ${host}.`,
    pageOpen: 'Atvērt lapu',
    pageOpened: 'Lapa atvērta',
    note: (agent) => `${agent} raksta`,
    picture: (agent) => `${agent} rāda attēlu`,
    asksPhoto: (agent) => `${agent} lūdz foto`,
    sendPhoto: 'Sūtīt foto',
    notNow: 'Ne tagad',
  },
  ru: {
    connected: (agent) => `На связи: ${agent}`,
    waiting: (agent) => `${agent} может здесь что‑то показать`,
    waitingLead: 'Продолжайте разговор. Как только будет на что смотреть, это появится здесь.',
    step: (step, of) => `Шаг ${step} из ${of}`,
    done: 'Готово',
    doneSaid: 'Готово ✓',
    help: 'Нужна помощь',
    copy: 'Скопировать',
    pageTitle: (agent) => `${agent} советует страницу`,
    pageTab: (host) => `По нажатию ${host} откроется в новой вкладке. Эта страница останется открытой.`,
    pageFrame: (host) => `По нажатию ${host} загрузится прямо здесь.`,
    pageOpen: 'Открыть страницу',
    pageOpened: 'Страница открыта',
    note: (agent) => `${agent} пишет`,
    picture: (agent) => `${agent} показывает картинку`,
    asksPhoto: (agent) => `${agent} просит фото`,
    sendPhoto: 'Отправить фото',
    notNow: 'Не сейчас',
  },
  en: {
    connected: (agent) => `Connected with ${agent}`,
    waiting: (agent) => `${agent} can show you something here`,
    waitingLead: 'Go on talking. When there is something to see, it appears here.',
    step: (step, of) => `Step ${step} of ${of}`,
    done: 'Done',
    doneSaid: 'Done ✓',
    help: 'I need help',
    copy: 'Copy',
    pageTitle: (agent) => `${agent} suggests a page`,
    pageTab: (host) => `A tap opens ${host} in a new tab. This page stays open.`,
    pageFrame: (host) => `A tap loads ${host} here.`,
    pageOpen: 'Open the page',
    pageOpened: 'The page is open',
    note: (agent) => `${agent} writes`,
    picture: (agent) => `${agent} shows a picture`,
    asksPhoto: (agent) => `${agent} asks for a photo`,
    sendPhoto: 'Send a photo',
    notNow: 'Not now',
  },
};

/** What agents most often ask callers to photograph; the hint travels in the caller's language. */
export const PHOTO_HINTS: readonly Readonly<Record<Language, string>>[] = [
  {
    lv: 'Rūtera aizmugure ar uzlīmi',
    ru: 'Задняя сторона роутера с наклейкой',
    en: 'The back of the router with its sticker',
  },
  {
    lv: 'Rūtera priekšpuse, lai redz lampiņas',
    ru: 'Передняя сторона роутера, чтобы были видны лампочки',
    en: 'The front of the router with its lights visible',
  },
  {
    lv: 'Vadi un ligzdas, kur tie iesprausti',
    ru: 'Провода и гнёзда, куда они вставлены',
    en: 'The cables and the sockets they are plugged into',
  },
  {
    lv: 'Kļūdas paziņojums ekrānā',
    ru: 'Сообщение об ошибке на экране',
    en: 'The error message on the screen',
  },
  {
    lv: 'SIM karte un vieta, kur to ievieto',
    ru: 'SIM-карта и место, куда её вставляют',
    en: 'The SIM card and the place it goes into',
  },
];

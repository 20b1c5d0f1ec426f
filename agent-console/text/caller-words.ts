/** Words in the caller's language: for the copy of their screen, and hints for a photo. */
import type { Language } from '../../protocol/language.ts';

interface ScreenWords {
  readonly step: (step: number, of: number) => string;
  readonly done: string;
  readonly help: string;
  readonly copy: string;
  readonly openPage: string;
  readonly leaving: (host: string) => string;
  readonly connected: (agent: string) => string;
  readonly waiting: (agent: string) => string;
}

export const SCREEN_WORDS: Readonly<Record<Language, ScreenWords>> = {
  lv: {
    step: (step, of) => `${step} no ${of}`,
    done: 'Gatavs',
    help: 'Vajag palīdzību',
    copy: 'Kopēt',
    openPage: 'Atvērt',
    leaving: (host) => `Jūs pāriesiet uz vietni ${host}.`,
    connected: (agent) => `Savienots: ${agent}`,
    waiting: (agent) => `${agent} tūlīt kaut ko parādīs.`,
  },
  ru: {
    step: (step, of) => `${step} из ${of}`,
    done: 'Готово',
    help: 'Нужна помощь',
    copy: 'Скопировать',
    openPage: 'Открыть',
    leaving: (host) => `Вы перейдёте на сайт ${host}.`,
    connected: (agent) => `На связи: ${agent}`,
    waiting: (agent) => `${agent} сейчас что-то покажет.`,
  },
  en: {
    step: (step, of) => `${step} of ${of}`,
    done: 'Done',
    help: 'I need help',
    copy: 'Copy',
    openPage: 'Open',
    leaving: (host) => `You will leave for ${host}.`,
    connected: (agent) => `Connected: ${agent}`,
    waiting: (agent) => `${agent} is about to show you something.`,
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
    lv: 'Rūtera priekšpuse, lai redz gaismiņas',
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

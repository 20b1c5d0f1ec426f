/**
 * What the agent says to the caller, in the caller's language: spoken sentences, written to be read aloud. The
 * agent's own interface may be in another language. Button names are those of the caller's page.
 */
import type { Language } from '../../protocol/language.ts';
import type { SayKey } from '../pure/advise.ts';

/** What the sentences mention. */
export interface SayFacts {
  readonly brand: string;
  readonly word: string;
  /** Six digits, grouped for reading out; absent while there is no code. */
  readonly code: string;
  readonly address: string;
}

type Sentences = Readonly<Record<SayKey, (facts: SayFacts) => string>>;

const lv: Sentences = {
  sending: () => 'Tūlīt nosūtīšu Jums īsziņu ar saiti. Palieciet, lūdzu, uz līnijas.',
  'sms-sent': ({ brand }) =>
    `Nosūtīju Jums īsziņu no ${brand}. Ieslēdziet, lūdzu, skaļruni, un, kad īsziņa pienāk, atveriet to un pieskarieties saitei.`,
  'sms-delivered': () =>
    'Īsziņai jau vajadzētu būt Jūsu tālrunī. Ieslēdziet skaļruni, atveriet īsziņu un pieskarieties saitei.',
  'sms-failed': () => 'Īsziņa diemžēl netika piegādāta. Darīsim citādi – nosaukšu Jums īsu adresi un kodu.',
  code: ({ address, code }) =>
    code
      ? `Atveriet, lūdzu, tālrunī pārlūku un ierakstiet adresi ${address}. Tur ievadiet savu numuru un kodu: ${code}.`
      : `Atveriet, lūdzu, tālrunī pārlūku un ierakstiet adresi ${address}. Kodu tūlīt nosaukšu.`,
  opened: () => 'Redzu, ka saite ir atvērta. Mirklīti – lapa tūlīt būs gatava.',
  reading: () =>
    'Ekrānā ir īsi noteikumi. Izlasiet tos, lūdzu, un, ja piekrītat, pieskarieties «Piekrītu un sākt». Tas ir bez maksas.',
  match: ({ word }) =>
    `Lapā ir divi cipari. Nosauciet tos, lūdzu! Un Jūs tur redzat vārdu «${word}» – tā varat zināt, ka tie tiešām esam mēs.`,
  ready: () => 'Paldies, esam savienoti. Tūlīt parādīšu Jums ekrānā, kas darāms.',
  guide: () =>
    'Paskatieties, lūdzu, ekrānā. Izdariet, kā attēlā, un pieskarieties «Izdarīts». Ja neizdodas – «Vajag palīdzību».',
  'step-done': () => 'Ļoti labi, šis solis ir izdarīts. Ejam tālāk.',
  'step-help': () => 'Redzu, ka šis solis neizdodas. Pastāstiet, lūdzu, ko Jūs tagad redzat?',
  'guide-finished': () => 'Tas bija pēdējais solis. Vai tagad viss darbojas?',
  page: () => 'Ekrānā ir kartīte ar vietnes nosaukumu. Ja vēlaties, pieskarieties tai, un vietne atvērsies.',
  'page-open': () => 'Vietne ir atvērta. Pēc tam, lūdzu, atgriezieties iepriekšējā lapā.',
  note: () => 'Ekrānā ir īss teksts. To var nokopēt ar vienu pieskārienu.',
  picture: () => 'Paskatieties, lūdzu, uz attēlu ekrānā. Rādīšu, kur jāskatās.',
  consent: () =>
    'Ekrānā ir piekrišana. Izlasiet to mierīgi; vai piekrist, izlemjat Jūs. Ja nepiekrītat, sarunā nekas nemainās.',
  'consent-given': () => 'Paldies, piekrišana ir pierakstīta. To varat atsaukt, kad vien vēlaties.',
  'consent-declined': () => 'Labi, tas šajā sarunā neko nemaina. Turpinām.',
  diagnostics: () => 'Ekrānā ir Jūsu lietojuma un rūtera dati, ko atļāvāt skatīt. Apskatīsim tos kopā.',
  'photo-requested': () =>
    'Ekrānā ir lūgums nofotografēt. Ieslēdziet skaļruni un pieskarieties «Sūtīt foto». Lūdzu, lai kadrā nav dokumentu, paroļu un citu cilvēku.',
  'photo-declined': () => 'Nekas, iztiksim bez fotoattēla. Pastāstiet, lūdzu, ko redzat.',
  camera: () => 'Nesteidzieties, es pagaidīšu. Kad bilde ir gatava, apskatiet to un nosūtiet.',
  uploading: () => 'Redzu, ka fotoattēls jau nāk. Vēl mirklīti.',
  'photo-arrived': () => 'Paldies, fotoattēls ir saņemts. Tūlīt apskatīšu.',
  move: () => 'Redzu, ka vēlaties turpināt citā ierīcē. Tūlīt atļaušu.',
  moving: () => 'Jūsu ekrānā ir kods otrai ierīcei. Ievadiet to tur vai nolasiet ar kameru.',
  reconnecting: () =>
    'Izskatās, ka Jūsu tālrunis zaudēja internetu. Palieciet uz līnijas; ja varat, pieslēdzieties Wi-Fi, un lapa turpinās pati.',
  ended: () => 'Koplietošana ir beigusies. Vai varu vēl kā palīdzēt? Paldies par zvanu!',
};

const ru: Sentences = {
  sending: () => 'Сейчас отправлю Вам SMS со ссылкой. Оставайтесь, пожалуйста, на линии.',
  'sms-sent': ({ brand }) =>
    `Вам отправлено SMS от ${brand}. Включите, пожалуйста, громкую связь, а когда SMS придёт, откройте его и нажмите на ссылку.`,
  'sms-delivered': () =>
    'SMS уже должно быть в Вашем телефоне. Включите громкую связь, откройте SMS и нажмите на ссылку.',
  'sms-failed': () => 'К сожалению, SMS не дошло. Сделаем иначе: я продиктую короткий адрес и код.',
  code: ({ address, code }) =>
    code
      ? `Откройте, пожалуйста, в телефоне браузер и наберите адрес ${address}. Там введите свой номер и код: ${code}.`
      : `Откройте, пожалуйста, в телефоне браузер и наберите адрес ${address}. Код сейчас назову.`,
  opened: () => 'Вижу, что ссылка открыта. Секунду, страница сейчас будет готова.',
  reading: () =>
    'На экране короткие условия. Прочитайте их, пожалуйста, и, если согласны, нажмите «Согласиться и начать». Это бесплатно.',
  match: ({ word }) =>
    `На странице две цифры. Назовите их, пожалуйста! А ещё Вы видите там слово «${word}» – так Вы знаете, что это действительно мы.`,
  ready: () => 'Спасибо, мы соединены. Сейчас покажу на экране, что делать.',
  guide: () =>
    'Посмотрите, пожалуйста, на экран. Сделайте, как на картинке, и нажмите «Готово». Если не получается – «Нужна помощь».',
  'step-done': () => 'Очень хорошо, этот шаг сделан. Идём дальше.',
  'step-help': () => 'Вижу, что этот шаг не получается. Расскажите, пожалуйста, что Вы сейчас видите?',
  'guide-finished': () => 'Это был последний шаг. Теперь всё работает?',
  page: () => 'На экране карточка с названием сайта. Если хотите, нажмите на неё, и сайт откроется.',
  'page-open': () => 'Сайт открыт. Когда посмотрите, вернитесь на прежнюю страницу.',
  note: () => 'На экране короткий текст. Его можно скопировать одним нажатием.',
  picture: () => 'Посмотрите, пожалуйста, на картинку на экране. Я покажу, куда смотреть.',
  consent: () =>
    'На экране согласие. Прочитайте его спокойно; решаете Вы. Если Вы не согласны, в разговоре ничего не изменится.',
  'consent-given': () => 'Спасибо, согласие записано. Отозвать его можно в любое время.',
  'consent-declined': () => 'Хорошо, в этом разговоре это ничего не меняет. Продолжаем.',
  diagnostics: () =>
    'На экране данные об использовании и роутере, которые Вы разрешили посмотреть. Посмотрим вместе.',
  'photo-requested': () =>
    'На экране просьба сделать снимок. Включите громкую связь и нажмите «Отправить фото». Пожалуйста, чтобы в кадре не было документов, паролей и других людей.',
  'photo-declined': () => 'Ничего, обойдёмся без фото. Расскажите, пожалуйста, что Вы видите.',
  camera: () => 'Не торопитесь, я подожду. Когда снимок готов, проверьте его и отправьте.',
  uploading: () => 'Вижу, что фото уже приходит. Ещё секунду.',
  'photo-arrived': () => 'Спасибо, фото пришло. Сейчас посмотрю.',
  move: () => 'Вижу, что Вы хотите продолжить на другом устройстве. Сейчас разрешу.',
  moving: () => 'На Вашем экране код для второго устройства. Введите его там или считайте камерой.',
  reconnecting: () =>
    'Похоже, у Вашего телефона пропал интернет. Оставайтесь на линии; если можете, подключитесь к Wi-Fi, и страница продолжит сама.',
  ended: () => 'Показ завершён. Могу ли я ещё чем-то помочь? Спасибо за звонок!',
};

const en: Sentences = {
  sending: () => 'I’m about to send you a text message with a link. Please stay on the line.',
  'sms-sent': ({ brand }) =>
    `I’ve sent you a text message from ${brand}. Please turn on the loudspeaker, and when the message arrives, open it and tap the link.`,
  'sms-delivered': () =>
    'The message should be on your phone by now. Turn on the loudspeaker, open the message and tap the link.',
  'sms-failed': () =>
    'I’m afraid the message did not arrive. Let’s do it another way: I’ll read you a short address and a code.',
  code: ({ address, code }) =>
    code
      ? `Please open the browser on your phone and go to ${address}. Enter your number there and this code: ${code}.`
      : `Please open the browser on your phone and go to ${address}. I’ll read you the code in a moment.`,
  opened: () => 'I can see the link is open. One moment, the page is nearly ready.',
  reading: () =>
    'There are short terms on the screen. Please read them, and if you agree, tap “Agree and start”. It’s free of charge.',
  match: ({ word }) =>
    `There are two digits on the page. Please read them to me! You also see the word “${word}” there – that’s how you know it’s really us.`,
  ready: () => 'Thank you, we’re connected. I’ll show you on the screen what to do.',
  guide: () =>
    'Please look at the screen. Do as the picture shows, then tap “Done”. If it doesn’t work, tap “I need help”.',
  'step-done': () => 'Very good, that step is done. Let’s go on.',
  'step-help': () => 'I see this step isn’t working. Please tell me what you see now.',
  'guide-finished': () => 'That was the last step. Does everything work now?',
  page: () =>
    'There is a card with the name of a site on the screen. If you like, tap it and the site opens.',
  'page-open': () => 'The site is open. When you’ve had a look, go back to the page before.',
  note: () => 'There is a short text on the screen. You can copy it with one tap.',
  picture: () => 'Please look at the picture on the screen. I’ll point at where to look.',
  consent: () =>
    'There is a consent on the screen. Read it in peace; it is yours to decide. If you decline, nothing changes in this call.',
  'consent-given': () => 'Thank you, your consent is recorded. You can take it back at any time.',
  'consent-declined': () => 'All right, that changes nothing in this call. Let’s go on.',
  diagnostics: () =>
    'The screen shows the data about your use and your router that you allowed. Let’s look at them together.',
  'photo-requested': () =>
    'The screen asks you for a photo. Turn on the loudspeaker and tap “Send a photo”. Please keep documents, passwords and other people out of it.',
  'photo-declined': () => 'No problem, we’ll manage without a photo. Please tell me what you see.',
  camera: () => 'Take your time, I’ll wait. When the picture is ready, check it and send it.',
  uploading: () => 'I can see the photo coming. One more moment.',
  'photo-arrived': () => 'Thank you, the photo has arrived. I’ll look at it now.',
  move: () => 'I see you’d like to continue on another device. I’ll allow that now.',
  moving: () => 'Your screen shows a code for the other device. Enter it there or scan it with the camera.',
  reconnecting: () =>
    'It looks as if your phone has lost the internet. Please stay on the line; if you can, join Wi-Fi, and the page goes on by itself.',
  ended: () => 'The sharing is over. Is there anything else I can help with? Thank you for calling!',
};

const SENTENCES: Readonly<Record<Language, Sentences>> = { lv, ru, en };

export function sayNow(language: Language, key: SayKey, facts: SayFacts): string {
  return SENTENCES[language][key](facts);
}

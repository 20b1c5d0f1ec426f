/** What the public pages of the consents say around the texts themselves. */
import type { ConsentChannel } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';

export interface ConsentWords {
  readonly title: string;
  readonly lead: (brand: string) => string;
  readonly free: string;
  readonly allows: string;
  readonly gives: string;
  readonly limits: string;
  readonly untilWithdrawn: string;
  readonly who: string;
  readonly may: (who: 'own-customers' | 'anyone', brand: string) => string;
  readonly channels: string;
  readonly channel: Readonly<Record<ConsentChannel, string>>;
  readonly humanReview: string;
  readonly inForce: string;
  readonly earlier: string;
  readonly retired: string;
  readonly bySms: (command: string, number: string) => string;
  readonly commands: string;
  readonly command: (command: string) => string;
  readonly commandsLead: (number: string) => string;
  readonly purposes: string;
  readonly otherTexts: string;
  readonly retiredTexts: string;
  readonly retiredLead: string;
  readonly version: (version: string) => string;
  readonly fingerprint: string;
  readonly all: string;
  readonly mine: string;
}

const lv: ConsentWords = {
  title: 'Piekrišanas',
  lead: (brand) => `Ko ${brand} drīkst darīt tikai tad, ja Jūs to atļaujat.`,
  free: 'Piekrist nav pienākums, un atteikums neko nemaina pakalpojumos, ko jau saņemat. Piekrišanu var atsaukt jebkurā brīdī; tas, kas izdarīts līdz tam, paliek spēkā.',
  allows: 'Ko tā atļauj',
  gives: 'Ko tā Jums dod',
  limits: 'Cik ilgi',
  untilWithdrawn: 'Līdz brīdim, kad to atsauksiet.',
  who: 'Kas to var dot',
  may: (who, brand) => (who === 'anyone' ? 'Jebkura operatora klienti.' : `${brand} klienti.`),
  channels: 'Kā Jūs uzrunāt',
  channel: { email: 'e-pastā', sms: 'īsziņā', call: 'pa tālruni' },
  humanReview: 'Automatizētu lēmumu pēc Jūsu lūguma vienmēr pārskata cilvēks.',
  inForce: 'Spēkā esošais teksts.',
  earlier: 'Agrāks teksts. Kas to reiz atļāva, ir atļāvis tikai to, kas te teikts.',
  retired: 'Šādu piekrišanu vairs nevar dot. Agrāk dotu joprojām var atsaukt.',
  bySms: (command, number) =>
    `Šo tekstu apstiprina īsziņa ${command} uz numuru ${number}. Atsauc īsziņa ${command} STOP.`,
  commands: 'Ar īsziņu',
  command: (command) => `${command} – piekrist, ${command} STOP – atsaukt`,
  commandsLead: (number) => `Īsziņas sūta uz numuru ${number}. Katra komanda apstiprina savu tekstu:`,
  purposes: 'Spēkā esošās piekrišanas',
  otherTexts: 'Citi šīs piekrišanas teksti',
  retiredTexts: 'Vairs nav dodamas',
  retiredLead: 'Agrākās piekrišanas; to teksti paliek lasāmi.',
  version: (version) => `Redakcija ${version}`,
  fingerprint: 'Teksta kontrolsumma (SHA-256)',
  all: 'Visas piekrišanas',
  mine: 'Manas piekrišanas',
};

const ru: ConsentWords = {
  title: 'Согласия',
  lead: (brand) => `Что ${brand} может делать только с Вашего разрешения.`,
  free: 'Соглашаться не обязательно, и отказ ничего не меняет в услугах, которые Вы уже получаете. Согласие можно отозвать в любой момент; то, что сделано до этого, остаётся в силе.',
  allows: 'Что оно разрешает',
  gives: 'Что оно Вам даёт',
  limits: 'На какой срок',
  untilWithdrawn: 'Пока Вы его не отзовёте.',
  who: 'Кто может его дать',
  may: (who, brand) => (who === 'anyone' ? 'Клиенты любого оператора.' : `Клиенты ${brand}.`),
  channels: 'Как к Вам обращаться',
  channel: { email: 'по электронной почте', sms: 'в SMS', call: 'по телефону' },
  humanReview: 'Автоматизированное решение по Вашей просьбе всегда пересмотрит человек.',
  inForce: 'Действующий текст.',
  earlier: 'Прежний текст. Кто согласился с ним, разрешил только то, что здесь сказано.',
  retired: 'Такое согласие больше нельзя дать. Данное раньше по-прежнему можно отозвать.',
  bySms: (command, number) =>
    `С этим текстом соглашаются, отправив SMS ${command} на номер ${number}. Отзывают – SMS ${command} STOP.`,
  commands: 'По SMS',
  command: (command) => `${command} – согласиться, ${command} STOP – отозвать`,
  commandsLead: (number) =>
    `SMS отправляют на номер ${number}. Каждая команда означает согласие со своим текстом:`,
  purposes: 'Действующие согласия',
  otherTexts: 'Другие тексты этого согласия',
  retiredTexts: 'Больше не даются',
  retiredLead: 'Прежние согласия; их тексты по-прежнему можно прочитать.',
  version: (version) => `Редакция ${version}`,
  fingerprint: 'Контрольная сумма текста (SHA-256)',
  all: 'Все согласия',
  mine: 'Мои согласия',
};

const en: ConsentWords = {
  title: 'Consents',
  lead: (brand) => `What ${brand} may do only if you allow it.`,
  free: 'You need not agree to anything, and refusing changes nothing in the services you have. A consent can be withdrawn at any time; what was done before that stays lawful.',
  allows: 'What it allows',
  gives: 'What it gives you',
  limits: 'For how long',
  untilWithdrawn: 'Until you withdraw it.',
  who: 'Who can give it',
  may: (who, brand) => (who === 'anyone' ? 'Customers of any operator.' : `Customers of ${brand}.`),
  channels: 'How you can be reached',
  channel: { email: 'by e-mail', sms: 'by SMS', call: 'by phone' },
  humanReview: 'At your request a person always reviews an automated decision.',
  inForce: 'The text in force.',
  earlier: 'An earlier text. Whoever agreed to it allowed what it says, and no more.',
  retired: 'This consent can no longer be given. One that was given can still be withdrawn.',
  bySms: (command, number) =>
    `The SMS ${command} to ${number} agrees to this text. The SMS ${command} STOP withdraws it.`,
  commands: 'By SMS',
  command: (command) => `${command} to agree, ${command} STOP to withdraw`,
  commandsLead: (number) => `Send the SMS to ${number}. Each command agrees to a text of its own:`,
  purposes: 'Consents in force',
  otherTexts: 'Other texts of this consent',
  retiredTexts: 'No longer given',
  retiredLead: 'Earlier consents; their texts stay readable.',
  version: (version) => `Version ${version}`,
  fingerprint: 'Checksum of the text (SHA-256)',
  all: 'All consents',
  mine: 'My consents',
};

export const CONSENT_WORDS: Readonly<Record<Language, ConsentWords>> = { lv, ru, en };

/** Words of a receipt's page. */
import type { Assurance, ConsentChannel, ConsentMethod, ConsentRecord } from '../../protocol/consent.ts';
import type { Language } from '../../protocol/language.ts';

export interface ReceiptWords {
  readonly title: Readonly<Record<ConsentRecord['change'], string>>;
  readonly number: string;
  readonly controller: string;
  readonly purpose: string;
  readonly everything: string;
  readonly channel: string;
  readonly channels: Readonly<Record<ConsentChannel, string>>;
  readonly effect: string;
  readonly recorded: string;
  readonly method: string;
  readonly methods: Readonly<Record<ConsentMethod, string>>;
  readonly assurance: string;
  readonly assurances: Readonly<Record<Assurance, string>>;
  readonly reason: string;
  readonly version: string;
  readonly hash: string;
  readonly stored: string;
  readonly storedIn: string;
  readonly prior: string;
  readonly text: string;
  readonly proof: string;
  readonly proofMeans: string;
  readonly key: string;
  readonly signature: string;
}

const lv: ReceiptWords = {
  title: {
    given: 'Piekrišana dota',
    withdrawn: 'Piekrišana atsaukta',
    ended: 'Piekrišanas beigušās',
  },
  number: 'Ieraksta numurs',
  controller: 'Pārzinis',
  purpose: 'Mērķis',
  everything: 'Viss, kam bija piekrists: numurs mainījis lietotāju vai operatoru',
  channel: 'Kā uzrunāt',
  channels: { email: 'e-pasts', sms: 'SMS', call: 'telefona zvans' },
  effect: 'Spēkā no',
  recorded: 'Ierakstīts',
  method: 'Kur paziņots',
  methods: {
    'call-card': 'zvana laikā, uz Jūsu ekrāna',
    'self-service': 'lapā “Mani dati”',
    'sms-command': 'ar SMS',
    'service-centre': 'klientu centrā',
    phone: 'pa telefonu',
    email: 'ar saiti e-pastā',
    feed: 'operatora ziņojums par numura maiņu',
  },
  assurance: 'Kā pārliecinājāmies',
  assurances: {
    'matched-call': 'Jūsu ierīcē, pēc ciparu salīdzināšanas sarunā',
    'number-proven': 'ar kodu, kas nosūtīts uz numuru',
    'home-network': 'SMS pienāca operatora paša tīklā',
    confirmed: 'SMS apstiprināta ar vārdu un kodu',
    'sender-only': 'pēc SMS sūtītāja numura',
    'staff-recorded': 'darbinieks ierakstīja Jūsu teikto; pārliecība ir zemāka',
    'link-held': 'pēc saites, kas nosūtīta e-pastā',
    operator: 'operatora ziņojums',
  },
  reason: 'Pamatojums',
  version: 'Teksta redakcija',
  hash: 'Teksta SHA-256',
  stored: 'Glabāšanas vieta',
  storedIn: 'Eiropas Ekonomikas zona',
  prior: 'Iepriekšējais ieraksts',
  text: 'Teksts, kas bija redzams',
  proof: 'Paraksts',
  proofMeans:
    'Parakstītais fails (JSON-LD) pierāda, ka šo apliecinājumu izdevis pārzinis un tas nav mainīts. Tālruņa numura tajā nav.',
  key: 'Publiskā atslēga (Ed25519)',
  signature: 'Paraksts',
};

const ru: ReceiptWords = {
  title: { given: 'Согласие дано', withdrawn: 'Согласие отозвано', ended: 'Согласия прекращены' },
  number: 'Номер записи',
  controller: 'Управляющий данными',
  purpose: 'Цель',
  everything: 'Всё, на что было дано согласие: номер сменил владельца или оператора',
  channel: 'Как обращаться',
  channels: { email: 'электронная почта', sms: 'SMS', call: 'телефонный звонок' },
  effect: 'Действует с',
  recorded: 'Записано',
  method: 'Где сообщено',
  methods: {
    'call-card': 'во время звонка, на Вашем экране',
    'self-service': 'на странице «Мои данные»',
    'sms-command': 'по SMS',
    'service-centre': 'в центре обслуживания',
    phone: 'по телефону',
    email: 'по ссылке в электронном письме',
    feed: 'сообщение оператора о смене номера',
  },
  assurance: 'Как мы убедились',
  assurances: {
    'matched-call': 'на Вашем устройстве, после сверки цифр в разговоре',
    'number-proven': 'кодом, отправленным на номер',
    'home-network': 'SMS пришло по сети самого оператора',
    confirmed: 'SMS подтверждено словом и кодом',
    'sender-only': 'по номеру отправителя SMS',
    'staff-recorded': 'сотрудник записал с Ваших слов; уверенность ниже',
    'link-held': 'по ссылке из электронного письма',
    operator: 'сообщение оператора',
  },
  reason: 'Основание',
  version: 'Редакция текста',
  hash: 'SHA-256 текста',
  stored: 'Место хранения',
  storedIn: 'Европейская экономическая зона',
  prior: 'Предыдущая запись',
  text: 'Текст, который был показан',
  proof: 'Подпись',
  proofMeans:
    'Подписанный файл (JSON-LD) доказывает, что квитанцию выдал управляющий данными и что она не изменена. Номера телефона в ней нет.',
  key: 'Открытый ключ (Ed25519)',
  signature: 'Подпись',
};

const en: ReceiptWords = {
  title: { given: 'Consent given', withdrawn: 'Consent withdrawn', ended: 'Consents ended' },
  number: 'Number of the record',
  controller: 'Controller',
  purpose: 'Purpose',
  everything: 'Everything that was permitted: the number changed its holder or operator',
  channel: 'How to reach you',
  channels: { email: 'e-mail', sms: 'SMS', call: 'phone call' },
  effect: 'In effect from',
  recorded: 'Recorded',
  method: 'Where you told us',
  methods: {
    'call-card': 'during a call, on your own screen',
    'self-service': 'on the page “My data”',
    'sms-command': 'by SMS',
    'service-centre': 'at a service centre',
    phone: 'by phone',
    email: 'by the link in an e-mail',
    feed: 'the operator’s notice that the number changed hands',
  },
  assurance: 'How we made sure',
  assurances: {
    'matched-call': 'on your device, after comparing digits in the call',
    'number-proven': 'with a code sent to the number',
    'home-network': 'the SMS came over the operator’s own network',
    confirmed: 'the SMS was confirmed by a word and a code',
    'sender-only': 'by the sender’s number of the SMS',
    'staff-recorded': 'a member of staff recorded what you said; less certain',
    'link-held': 'by the link that was sent in an e-mail',
    operator: 'the operator’s notice',
  },
  reason: 'Reason',
  version: 'Version of the text',
  hash: 'SHA-256 of the text',
  stored: 'Where it is kept',
  storedIn: 'European Economic Area',
  prior: 'The record before this one',
  text: 'The text that was shown',
  proof: 'Signature',
  proofMeans:
    'The signed file (JSON-LD) proves that the controller issued this receipt and that nobody changed it. The phone number is not in it.',
  key: 'Public key (Ed25519)',
  signature: 'Signature',
};

export const RECEIPT_WORDS: Readonly<Record<Language, ReceiptWords>> = { lv, ru, en };

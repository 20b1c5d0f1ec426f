/** Words of the register's pages for reviewers. */
import type {
  Assurance,
  ConsentChannel,
  ConsentMethod,
  ConsentRecord,
  ConsentState,
} from '../../../protocol/consent.ts';

interface Words {
  readonly title: string;
  readonly lead: string;
  readonly number: string;
  readonly find: string;
  readonly nobody: string;
  readonly present: string;
  readonly former: (when: string) => string;
  readonly standing: string;
  readonly history: string;
  readonly purpose: string;
  readonly channel: string;
  readonly state: string;
  readonly since: string;
  readonly until: string;
  readonly version: string;
  readonly when: string;
  readonly change: string;
  readonly way: string;
  readonly sure: string;
  readonly why: string;
  readonly take: string;
  readonly receipt: string;
  readonly file: string;
  readonly proof: string;
  readonly counts: string;
  readonly countsLead: string;
  readonly changes: string;
  readonly day: string;
  readonly count: string;
  readonly none: string;
  readonly everything: string;
  readonly states: Readonly<Record<ConsentState, string>>;
  readonly changed: Readonly<Record<ConsentRecord['change'], string>>;
  readonly channels: Readonly<Record<ConsentChannel, string>>;
  readonly methods: Readonly<Record<ConsentMethod, string>>;
  readonly assurances: Readonly<Record<Assurance, string>>;
}

const lv: Words = {
  title: 'Piekrišanas',
  lead: 'Kas atļauts un kā tas pierādāms. Katra numura meklēšana tiek ierakstīta žurnālā, bez numura.',
  number: 'Tālruņa numurs',
  find: 'Meklēt',
  nobody: 'Par šo numuru piekrišanu ierakstu nav.',
  present: 'Pašreizējais numura lietotājs',
  former: (when) => `Bijušais numura lietotājs, līdz ${when}`,
  standing: 'Kas ir spēkā',
  history: 'Ieraksti',
  purpose: 'Mērķis',
  channel: 'Kanāls',
  state: 'Stāvoklis',
  since: 'Kopš',
  until: 'Līdz',
  version: 'Redakcija',
  when: 'Laiks',
  change: 'Kas notika',
  way: 'Kur paziņots',
  sure: 'Pārliecība',
  why: 'Pamatojums',
  take: 'Līdzi ņemšanai',
  receipt: 'Apliecinājums',
  file: 'Parakstītais fails',
  proof: 'Pierādījums',
  counts: 'Cik piekrišanu ir',
  countsLead: 'Skaits pa mērķiem, kanāliem un stāvokļiem; par nevienu cilvēku atsevišķi.',
  changes: 'Izmaiņas pēdējās 90 dienās',
  day: 'Diena',
  count: 'Skaits',
  none: 'Nav nekā.',
  everything: 'viss',
  states: {
    'in-force': 'spēkā',
    withdrawn: 'atsaukta',
    expired: 'beigusies',
    ended: 'numurs mainījis lietotāju',
    retired: 'mērķis vairs netiek lietots',
  },
  changed: { given: 'dota', withdrawn: 'atsaukta', ended: 'numurs mainījis lietotāju' },
  channels: { email: 'e-pasts', sms: 'SMS', call: 'zvans' },
  methods: {
    'call-card': 'zvanā, uz klienta ekrāna',
    'self-service': 'lapā “Mani dati”',
    'sms-command': 'ar SMS',
    'service-centre': 'klientu centrā',
    phone: 'pa telefonu',
    email: 'ar saiti e-pastā',
    feed: 'operatora sarakstā',
  },
  assurances: {
    'matched-call': 'pēc ciparu salīdzināšanas',
    'number-proven': 'kods uz numuru',
    'home-network': 'paša tīkla SMS',
    confirmed: 'SMS ar vārdu un kodu',
    'sender-only': 'tikai SMS sūtītājs',
    'staff-recorded': 'darbinieka vārds',
    'link-held': 'saite e-pastā',
    operator: 'operators',
  },
};

const en: Words = {
  title: 'Consents',
  lead: 'What is permitted, and how it can be shown. Each search for a number is an entry of the log, without the number.',
  number: 'Phone number',
  find: 'Search',
  nobody: 'There are no records of consents for this number.',
  present: 'Present holder of the number',
  former: (when) => `Former holder of the number, until ${when}`,
  standing: 'What is in force',
  history: 'Records',
  purpose: 'Purpose',
  channel: 'Channel',
  state: 'State',
  since: 'Since',
  until: 'Until',
  version: 'Version',
  when: 'Time',
  change: 'What happened',
  way: 'Where it was said',
  sure: 'Assurance',
  why: 'Reason',
  take: 'To take away',
  receipt: 'Receipt',
  file: 'Signed file',
  proof: 'Proof',
  counts: 'How many there are',
  countsLead: 'By purpose, channel and state; about nobody in particular.',
  changes: 'Changes of the last 90 days',
  day: 'Day',
  count: 'Count',
  none: 'Nothing.',
  everything: 'everything',
  states: {
    'in-force': 'in force',
    withdrawn: 'withdrawn',
    expired: 'expired',
    ended: 'the number changed hands',
    retired: 'the purpose is retired',
  },
  changed: { given: 'given', withdrawn: 'withdrawn', ended: 'the number changed hands' },
  channels: { email: 'e-mail', sms: 'SMS', call: 'call' },
  methods: {
    'call-card': 'in a call, on the customer’s screen',
    'self-service': 'on “My data”',
    'sms-command': 'by SMS',
    'service-centre': 'at a service centre',
    phone: 'by phone',
    email: 'by the link in an e-mail',
    feed: 'in the operator’s list',
  },
  assurances: {
    'matched-call': 'after comparing digits',
    'number-proven': 'code to the number',
    'home-network': 'SMS over our own network',
    confirmed: 'SMS with word and code',
    'sender-only': 'the SMS sender alone',
    'staff-recorded': 'a member of staff’s word',
    'link-held': 'link in an e-mail',
    operator: 'the operator',
  },
};

export const consentTexts = { lv, en } as const;

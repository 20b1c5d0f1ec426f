/** The texts of a certificate of erasure. */
import type { Certificate } from '../../../protocol/controller-events.ts';

type Rule = Certificate['rule'];
type Remains = NonNullable<Certificate['remains']>['what'];

const lv = {
  title: 'Dzēšanas apliecinājums',
  link: 'Apliecinājums',
  law: 'VDAR 5. panta 2. punkts un 17. pants',
  print: 'Drukāt',
  what: 'Kas dzēsts',
  kinds: {
    photo: 'Viens fotoattēls',
    content: 'Sarunas saturs: numurs, piezīme, rādītais un atbildes',
    skeleton: 'Sarunas notikumu uzskaite, kas bija palikusi bez satura',
  } satisfies Record<Certificate['what'], string>,
  photo: 'Fotoattēla identifikators',
  session: 'Saruna',
  when: 'Kad',
  rule: 'Pēc kāda noteikuma',
  keys: 'Iznīcinātas atslēgas',
  objects: 'Dzēsti šifrētie faili',
  remains: 'Kas paliek',
  nothing: 'nekas',
  left: {
    content: 'pārējais sarunas saturs',
    skeleton: 'notikumu uzskaite bez satura',
    'skeleton-and-held-photos': 'notikumu uzskaite bez satura un fotoattēli, kurus dzēst aizliegts',
  } satisfies Record<Remains, string>,
  until: (what: string, date: string) => `${what}, līdz ${date}`,
  open: (what: string) => `${what}; termiņš sāksies, kad saruna beigsies, vai beigsies aizliegums dzēst`,
  backups: 'Arī no rezerves kopijām neatverams',
  from: (date: string) => `no ${date}`,
  meaning:
    'Dati bija šifrēti ar atslēgām, kas ir iznīcinātas. Atslēgu rezerves kopijas glabājas ne ilgāk kā septiņas dienas; pēc tam dzēsto nevar atvērt neviens.',
  controller: 'Pārzinis',
  none: 'Šis ieraksts nav dzēšanas apliecinājums.',
};

const en: typeof lv = {
  title: 'Certificate of erasure',
  link: 'Certificate',
  law: 'GDPR Art. 5(2) and 17',
  print: 'Print',
  what: 'What was erased',
  kinds: {
    photo: 'One photo',
    content: 'The content of the session: number, note, what was shown and the answers',
    skeleton: 'The record of the session’s events, which had stayed without content',
  },
  photo: 'Id of the photo',
  session: 'Session',
  when: 'When',
  rule: 'By which rule',
  keys: 'Keys destroyed',
  objects: 'Sealed files deleted',
  remains: 'What remains',
  nothing: 'nothing',
  left: {
    content: 'the rest of the session’s content',
    skeleton: 'the record of events without content',
    'skeleton-and-held-photos': 'the record of events without content, and photos under a legal hold',
  },
  until: (what, date) => `${what}, until ${date}`,
  open: (what) => `${what}; the period begins when the session or the legal hold ends`,
  backups: 'Beyond the reach of backups, too',
  from: (date) => `from ${date}`,
  meaning:
    'The data were encrypted with keys that have been destroyed. Backups of keys are kept for seven days at most; after that nobody can open what was erased.',
  controller: 'Controller',
  none: 'This entry is no certificate of erasure.',
};

export const certificateTexts = { lv, en };

/** By which rule, in plain words. */
export const ruleTexts: { readonly lv: Record<Rule, string>; readonly en: Record<Rule, string> } = {
  lv: {
    'taken-back': 'zvanītājs fotoattēlu paņēma atpakaļ sarunas laikā',
    'caller-erased': 'zvanītājs pats to izdzēsa savā lapā',
    'subject-request': 'datu subjekts lūdza dzēst (VDAR 17. pants)',
    'photo-retention': 'beidzās fotoattēlu glabāšanas termiņš',
    'content-retention': 'beidzās satura glabāšanas termiņš',
    'skeleton-retention': 'beidzās notikumu uzskaites glabāšanas termiņš',
  },
  en: {
    'taken-back': 'the caller took the photo back during the call',
    'caller-erased': 'the caller erased it on their own page',
    'subject-request': 'the data subject asked for erasure (GDPR Art. 17)',
    'photo-retention': 'the period for photos was over',
    'content-retention': 'the period for content was over',
    'skeleton-retention': 'the period for the record of events was over',
  },
};

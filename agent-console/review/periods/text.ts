/** The texts of the page about retention periods. */
import type { PeriodKind } from '../../../protocol/periods.ts';

const lv = {
  title: 'Glabāšanas termiņi',
  law: 'VDAR 5. panta 1. punkta e) apakšpunkts',
  lead: 'Termiņus drīkst mainīt politikas tabulas robežās. Maiņu ierosina viens, apstiprina otrs; katrai maiņai ir sava paziņojuma redakcija.',
  what: {
    photos: 'Fotoattēli',
    content: 'Pārējais saturs',
    skeleton: 'Notikumu uzskaite bez satura',
  } as Readonly<Record<PeriodKind, string>>,
  current: 'Spēkā',
  columns: { what: 'Kas', period: 'Termiņš', limits: 'Robežas', proposed: 'Ierosināts' },
  limits: (shortest: string, longest: string) => `${shortest} – ${longest}`,
  fromEnd: 'Termiņu skaita no sarunas beigām.',
  version: (version: number) => `${version}. redakcija`,
  table: 'politikas tabulas termiņi, spēkā no sākuma',
  since: (date: string, proposer: string, approver: string) =>
    `kopš ${date}; ierosināja ${proposer}, apstiprināja ${approver}`,
  redating: 'Beigušos sarunu datumus pašlaik saskaņo ar jauno redakciju.',
  history: 'Iepriekšējās redakcijas',
  none: 'Termiņi vēl nav mainīti.',
  reason: 'Pamatojums',
  prolonged: 'Pagarināts arī beigušajām sarunām',
  propose: 'Ierosināt maiņu',
  count: 'Skaits',
  unit: 'Mērvienība',
  units: { TM: 'minūtes', TH: 'stundas', D: 'dienas', M: 'mēneši', Y: 'gadi' },
  prolong: 'Pagarināt arī sarunām, kas jau beigušās',
  prolongNote:
    'Bez tā garāks termiņš attiecas tikai uz jaunām sarunām: beigušās paliek pie datuma, ko solīja paziņojums (VDAR 5. panta 1. punkta a) apakšpunkts, 13. panta 3. punkts).',
  prolongReason: 'Kā par to informēti cilvēki, kuru datus glabās ilgāk?',
  simulate: 'Aprēķināt sekas',
  simulating: 'Rēķina …',
  save: 'Nodot apstiprināšanai',
  effects: 'Ko maiņa izdarītu tagad',
  effectColumns: {
    erasedNow: 'Dzēstu uzreiz',
    held: 'Dzēstu, bet aizliegts',
    shorter: 'Īsāks mūžs',
    longer: 'Garāks mūžs',
    promised: 'Paliek pie solītā',
  },
  effectsNote:
    '“Īsāks mūžs” ietver arī abas pirmās ailes; dzēst aizliedz tiesisks aizliegums vai apstrādes ierobežojums (VDAR 18. pants). Skaitīts pa vienam: fotoattēls, sarunas saturs, sarunas uzskaite; tas, kam termiņš jau pagājis, nav skaitīts.',
  open: (count: number) =>
    count === 0
      ? 'Atvērtu sarunu nav.'
      : `Atvērtās sarunas (${count}) paliek pie termiņiem, ar kuriem sākās.`,
  proposal: 'Gaida lēmumu',
  by: (name: string, date: string) => `${name}, ${date}`,
  ownProposal: 'Apstiprināt var cits pārbaudītājs. Kamēr tas nav izdarīts, priekšlikumu var atsaukt.',
  approve: 'Apstiprināt',
  refuse: 'Noraidīt',
  why: 'Kāpēc noraidāt?',
  withdraw: 'Atsaukt',
};

const en: typeof lv = {
  title: 'Retention periods',
  law: 'GDPR Art. 5(1)(e)',
  lead: 'Periods can be changed within the limits of the policy table. One person proposes a change, another approves it; each change makes a version of the notice.',
  what: { photos: 'Photos', content: 'All other content', skeleton: 'Record of events without content' },
  current: 'In force',
  columns: { what: 'What', period: 'Period', limits: 'Limits', proposed: 'Proposed' },
  limits: (shortest, longest) => `${shortest} – ${longest}`,
  fromEnd: 'Periods count from the end of the call.',
  version: (version) => `Version ${version}`,
  table: 'the policy table’s own periods, from the beginning',
  since: (date, proposer, approver) => `since ${date}; proposed by ${proposer}, approved by ${approver}`,
  redating: 'The dates of calls that had ended are being brought in line with the new version.',
  history: 'Earlier versions',
  none: 'The periods have not been changed yet.',
  reason: 'Reason',
  prolonged: 'Prolonged for ended calls, too',
  propose: 'Propose a change',
  count: 'Number',
  unit: 'Unit',
  units: { TM: 'minutes', TH: 'hours', D: 'days', M: 'months', Y: 'years' },
  prolong: 'Prolong for calls that have ended already, too',
  prolongNote:
    'Without this a longer period is for new calls only: ended ones keep the date that their notice promised (GDPR Art. 5(1)(a), 13(3)).',
  prolongReason: 'How were the people told whose data will be kept longer?',
  simulate: 'Work out the effects',
  simulating: 'Counting …',
  save: 'Send for approval',
  effects: 'What the change would do now',
  effectColumns: {
    erasedNow: 'Erased at once',
    held: 'Erased, but held',
    shorter: 'Shorter life',
    longer: 'Longer life',
    promised: 'Keep their promise',
  },
  effectsNote:
    '“Shorter life” includes the first two columns; what is held is kept by a legal hold or a restriction of processing (GDPR Art. 18). Counted one by one: a photo, the content of a call, the record of a call; what is overdue already is not counted.',
  open: (count) =>
    count === 0 ? 'There are no open calls.' : `Open calls (${count}) keep the periods that they began with.`,
  proposal: 'Waiting for a decision',
  by: (name, date) => `${name}, ${date}`,
  ownProposal: 'Another reviewer can approve it. Until then you can withdraw it.',
  approve: 'Approve',
  refuse: 'Refuse',
  why: 'Why do you refuse it?',
  withdraw: 'Withdraw',
};

export const periodTexts = { lv, en };

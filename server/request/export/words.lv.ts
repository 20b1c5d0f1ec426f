import type { ExportWords } from './words.ts';

export const lv: ExportWords = {
  locale: 'lv-LV',
  title: 'Jūsu dati pakalpojumā “Zvana asistents”',
  intro: (number, at) => `Viss, kas par tālruņa numuru ${number} glabājas ${at}.`,
  controller: 'Par datiem atbild (pārzinis)',
  registration: 'Reģistrācijas numurs',
  questions: 'Jautājumi par personas datiem',
  sessions: 'Sarunas, kurās izmantojāt pakalpojumu',
  noSessions: 'Nevienas sarunas satura vairs nav: tas ir dzēsts.',
  session: (at) => `Saruna ${at}`,
  agent: 'Ar Jums runāja',
  matter: 'Jautājums',
  call: 'Zvana atsauce',
  joined: 'Noteikumus pieņēmāt',
  ended: (at, reason) => `Beigas: ${at} (${reason})`,
  reasons: {
    'agent-ended': 'beidza darbinieks',
    'caller-left': 'beidzāt Jūs',
    'call-ended': 'beidzās zvans',
    idle: 'neviens vairs nebija pieslēdzies',
    'maximum-length': 'pagāja ilgākais atļautais laiks',
    'match-failed': 'nesakrita cipari',
    'invitation-expired': 'uzaicinājums netika atvērts laikus',
  },
  happened: 'Kas notika',
  events: {
    InvitationIssued: () => 'Jums sagatavots uzaicinājums',
    SmsSent: () => 'Nosūtīta SMS ar saiti',
    SmsDelivered: () => 'SMS piegādāta',
    SmsFailed: () => 'SMS neizdevās piegādāt',
    InvitationOpened: () => 'Saite atvērta',
    TermsAccepted: ({ terms, notice }) =>
      `Pieņēmāt noteikumus (redakcija ${terms}) un redzējāt privātuma paziņojumu (redakcija ${notice})`,
    LanguageChanged: () => 'Mainīta lapas valoda',
    GuideShown: ({ title }) => `Jums parādīta pamācība “${title}”`,
    StepAnswered: ({ step, answer }) =>
      `Jūsu atbilde ${Number(step) + 1}. solī: ${answer === 'done' ? 'izdarīts' : 'vajadzīga palīdzība'}`,
    PageShown: ({ title, url }) => `Jums parādīta lapa “${title}” (${url})`,
    PageTapped: () => 'Parādīto lapu atvērāt',
    NoteShown: ({ text }) => `Jums parādīts teksts: “${text}”`,
    PictureShown: ({ alt }) => `Jums parādīts attēls: ${alt}`,
    PhotoRequested: ({ hint }) => `Lūgts nosūtīt fotoattēlu: “${hint}”`,
    PhotoRequestClosed: ({ how }) =>
      how === 'declined' ? 'Fotoattēlu nosūtīt nevēlējāties' : 'Fotoattēla lūgums atsaukts',
    PhotoShared: () => 'Nosūtījāt fotoattēlu',
    PhotoSeen: () => 'Darbinieks fotoattēlu apskatīja',
    PhotoErased: () => 'Fotoattēls dzēsts',
    HandedOver: ({ agentName }) => `Sarunu pārņēma ${agentName}`,
    DeviceMoved: () => 'Turpinājāt citā ierīcē',
    GuidesMailed: ({ guides }) => `Jūs lūdzāt atsūtīt rādītās pamācības e-pastā (${guides})`,
    OutcomeNoted: ({ solved }) =>
      `Darbinieka atzīme: ${solved === true ? 'jautājums atrisināts' : 'jautājums nav atrisināts'}`,
  },
  pictures: 'Attēli',
  photo: 'Jūsu nosūtīts fotoattēls',
  picture: 'Jums parādīts attēls',
  erased: 'dzēsts',
  kept: (photos, content, skeleton) =>
    `Fotoattēlus glabājam līdz ${photos}, pārējo saturu līdz ${content}, ziņas bez satura līdz ${skeleton}.`,
  keptOpen: 'Saruna vēl notiek; glabāšanas laiks sāksies, kad tā beigsies.',
  held: 'Daļu satura glabājam ilgāk, jo tas vajadzīgs juridiskā lietā (VDAR 17. panta 3. punkta e) apakšpunkts).',
  restricted: 'Pēc Jūsu lūguma apstrāde ir ierobežota: šie dati tikai glabājas (VDAR 18. pants).',
  statement: 'Jūsu precizējums',
  requests: 'Jūsu pieprasījumi',
  request: (kind, received, due) => `${kind}: saņemts ${received}, jāatbild līdz ${due}`,
  kinds: {
    access: 'Piekļuve datiem (15. pants)',
    rectification: 'Datu labošana (16. pants)',
    erasure: 'Datu dzēšana (17. pants)',
    restriction: 'Apstrādes ierobežošana (18. pants)',
    portability: 'Datu pārnesamība (20. pants)',
    objection: 'Iebildums (21. pants)',
    'human-review': 'Lēmuma pārskatīšana, ko veic cilvēks (22. pants)',
  },
  outcomes: { fulfilled: 'izpildīts', refused: 'atteikts', partly: 'izpildīts daļēji' },
  consents: 'Piekrišanas un to maiņas',
  mailings: 'E-pastā nosūtītie piedāvājumi',
  article: 'VDAR pants',
  purposesTitle: 'Kāpēc dati tiek apstrādāti',
  purposes: {
    offers:
      'parādīt piedāvājumu sarunas laikā un lūgt to novērtēt – Jūsu piekrišana (6. panta 1. punkta a) apakšpunkts)',
    metadata:
      'palīdzēt no attāluma, skatot lietojuma un rūtera datus – Jūsu piekrišana (6. panta 1. punkta a) apakšpunkts)',
    assist: 'palīdzēt Jums sarunas laikā – līgums (VDAR 6. panta 1. punkta b) apakšpunkts)',
    'guides-by-mail':
      'vienreiz atsūtīt Jums sarunā rādītās pamācības, ja to lūdzat – līgums (6. panta 1. punkta b) apakšpunkts)',
    'wrap-up':
      'pabeigt darbu pēc sarunas, ne ilgāk kā 30 minūtes – līgums (6. panta 1. punkta b) apakšpunkts)',
    'subject-request':
      'izpildīt Jūsu pieprasījumus – juridisks pienākums (6. panta 1. punkta c) apakšpunkts)',
    'consent-proof':
      'pierādīt, ka piekrišana dota vai atsaukta – juridisks pienākums (6. panta 1. punkta c) apakšpunkts)',
    security:
      'novērst ļaunprātīgu izmantošanu, bez satura – leģitīmās intereses (6. panta 1. punkta f) apakšpunkts)',
    'compliance-review':
      'pārbaudīt, kas sarunā noticis, ja ir sūdzība – leģitīmās intereses (6. panta 1. punkta f) apakšpunkts)',
    'legal-claim':
      'celt, īstenot vai aizstāvēt prasību – leģitīmās intereses (6. panta 1. punkta f) apakšpunkts)',
  },
  recipientsTitle: 'Kas datus saņem',
  recipients: [
    'darbinieks, ar kuru runājāt: sarunas laikā un 30 minūtes pēc tās',
    'pārziņa atbilstības pārbaudītājs: ar norādītu iemeslu, ne ilgāk kā 15 minūtes, un katra reize tiek pierakstīta',
    'sadarbības partneris, kas uztur risinājumu (apstrādātājs): tikai šifrētus datus',
    'Amazon Web Services (datu glabāšana Eiropas Savienībā vai Eiropas Ekonomikas zonā): tikai šifrētus datus',
    'SMS sūtīšanas pakalpojums: Jūsu numuru un SMS tekstu',
  ],
  transfers: 'Ārpus Eiropas Savienības un Eiropas Ekonomikas zonas dati netiek nodoti.',
  source: 'Dati iegūti no Jums un radušies sarunas laikā; numuru un jautājumu pierakstīja darbinieks.',
  automated: 'Automatizēti lēmumi netiek pieņemti, un profili netiek veidoti.',
  rightsTitle: 'Jūsu tiesības',
  rights: [
    'saņemt savu datu kopiju (15. pants) un saņemt to mašīnlasāmā veidā (20. pants)',
    'lūgt datus labot (16. pants) vai dzēst (17. pants)',
    'lūgt apstrādi ierobežot (18. pants)',
    'iebilst pret apstrādi, kuras pamats ir leģitīmās intereses (21. pants); pret līguma izpildi iebilst nevar',
    'lūgt, lai automatizētu lēmumu pārskata cilvēks (22. pants)',
  ],
  complaint: (authority, host) =>
    `Sūdzību var iesniegt uzraudzības iestādei: ${authority}, ${host} (77. pants).`,
  readme: [
    'Šajā arhīvā ir Jūsu datu kopija.',
    '',
    'summary.html – viss izlasāmā veidā; atveriet to pārlūkprogrammā.',
    'pictures/ – attēli, kas vēl glabājas.',
    'data.json – tas pats mašīnlasāmā veidā; schema.json to apraksta.',
    '',
    'Glabājiet arhīvu drošā vietā: tajā ir Jūsu personas dati.',
  ],
};

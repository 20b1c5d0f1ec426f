/** Content made by hand for these tests, so that what pages must say does not come from the files under test. */
import type {
  Content,
  Controller,
  GuideSource,
  Localized,
  VersionedText,
} from '../../../server/content/types.ts';

const each = <T>(value: T): Localized<T> => ({ lv: value, ru: value, en: value });
const colours = { brand: '#12456a', onBrand: '#ffffff', accent: '#0b6e4f' };
const dark = { brand: '#9ac8f0', onBrand: '#0d1b28', accent: '#6fd3ab' };

function controller(key: string, brand: string, frameHost: string): Controller {
  return {
    key,
    name: `SIA ${brand}`,
    brand,
    registration: '40000000000',
    address: 'Rīga',
    phone: '80000000',
    email: `info@${key}.example`,
    dataProtection: `dati@${key}.example`,
    authority: { name: each('Inspekcija'), host: 'dvi.example' },
    colours: { light: colours, dark },
    languages: ['lv', 'ru', 'en'],
    match: { required: true },
    review: { secondPerson: true },
    limits: { photosPerSession: 20, wrapUpMinutes: 30, idleMinutes: 10, maximumHours: 2 },
    values: {},
    pages: [
      { host: `www.${key}.example`, open: 'tab', suggestions: [] },
      { host: frameHost, open: 'frame', suggestions: [] },
    ],
    confirmedTexts: ['terms/2026-02-01', 'notice/2026-01-01'],
  };
}

const SHORT = each({ points: ['a', 'b', 'c', 'd'], consequence: 'e' });
const terms = (version: string, lv: string, en: string): VersionedText => ({
  kind: 'terms',
  owner: 'shared',
  version,
  short: SHORT,
  markdown: { lv, ru: '# Условия\n\nТекст.', en },
});

const GUIDE: GuideSource = {
  id: 'lights',
  version: 1,
  category: 'router',
  purpose: 'assist',
  titles: { lv: 'Lampiņas', ru: 'Лампочки', en: 'The lights' },
  steps: [
    { text: { lv: 'Paskatieties.', ru: 'Посмотрите.', en: 'Look.' }, alt: each('A box'), picture: 'box.svg' },
  ],
  pictures: new Map([['box.svg', Buffer.from('<svg viewBox="0 0 8 8"><path d="M0 0h8"/></svg>')]]),
};

const REPLIES = {
  help: '{commands}',
  helpWithout: '{brand}',
  stops: '{stops}',
  confirm: '{command} {code}',
  granted: '{command} STOP',
  withdrawn: '{command}',
  offersStopped: '{brand}',
  notEligible: '{command}',
  wrongCode: '{brand}',
  textChanged: '{command}',
};

const MAILS = {
  guides: { subject: '{brand}', intro: '{brand}', footer: '{brand}' },
  offers: {
    reminder: '{brand}',
    footer: '{brand}',
    unsubscribe: '{brand}',
    page: { title: 'x', ask: 'x', button: 'x', done: 'x', unknown: 'x', own: 'x' },
  },
};

export const CONTENT: Content = {
  controllers: new Map([
    ['lmt', controller('lmt', 'LMT', 'help.lmt.example')],
    ['amigo', controller('amigo', 'Amigo', 'help.amigo.example')],
  ]),
  matters: {
    wifi: each('Wi-Fi'),
    router: each('Router'),
    sim: each('SIM'),
    esim: each('eSIM'),
    'mobile-data': each('Data'),
    calls: each('Calls'),
    device: each('Device'),
    other: each('Other'),
  },
  words: each(['kastanis']),
  sms: each({ plain: '{brand}: {link}', code: { plain: '{code} {link}' }, consent: REPLIES }),
  texts: [
    terms('2026-01-01', '# Vecie noteikumi\n\nVecais teksts.', '# Old terms\n\nOld text.'),
    terms('2026-02-01', '# Noteikumi\n\n{brand} & Jūs.', '# Terms\n\n{brand} & you.'),
    {
      kind: 'notice',
      owner: 'shared',
      version: '2026-01-01',
      markdown: each('# Paziņojums\n\nTeksts.'),
      periods: { photoHours: 24, contentDays: 90, skeletonYears: 3 },
    },
  ],
  guides: new Map([['lights', [GUIDE]]]),
  consents: [],
  mails: { lv: MAILS, ru: MAILS, en: MAILS },
  offers: [],
};

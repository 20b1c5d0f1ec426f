import assert from 'node:assert/strict';
import { loadContent } from '../../server/content/load.ts';
import {
  currentText,
  findText,
  shortTerms,
  textPage,
  textsVersion,
  unconfirmedTexts,
} from '../../server/content/texts.ts';
import type { Content, Controller } from '../../server/content/types.ts';
import { CONTENT, copyContent } from './fixture.ts';

const LANGUAGES = ['lv', 'ru', 'en'] as const;
const VERSION = '2026-11-21';
const CURRENT = '2026-11-22';

/** What the terms must say, by the numbers of the service's published facts. */
const TERMS_SAY: Readonly<Record<(typeof LANGUAGES)[number], readonly (readonly [string, RegExp])[]>> = {
  lv: [
    ['1 only in the call and its matter', /tikai šīs sarunas laikā un tikai tā jautājuma robežās/],
    ['1 customers and others', /klienti un citi interesenti/],
    ['2 the agent explains', /Konsultants sarunā izstāsta, kā to sākt un lietot/],
    ['3 read before starting', /Pirms sākat, Jums ir iespēja izlasīt/],
    ['4 partner is processor', /partneris ir apstrādātājs/],
    ['5 internet only', /tikai ierīce ar interneta pieslēgumu/],
    ['6 free', /bez maksas/],
    ['7 own data costs', /apmaksājat pēc sava tarifu plāna/],
    ['8.1 the operator shows', /piemēram, no LMT vietnes/],
    ['8.2 the caller shows', /par ierīci vai pakalpojumu/],
    ['9 no documents or passwords', /personu apliecinošu dokumentu, bankas karšu, paroļu/],
    ['9 no other people', /nav citu cilvēku/],
    ['9 may share, answers for it', /drīkstat to parādīt, un atbildat par tā saturu un likumību/],
    ['10 third parties', /trešajām personām/],
    ['11 law of Latvia', /Latvijas Republikas tiesību aktus/],
    ['12 can change, public', /jebkurā laikā mainīt. Spēkā esošā redakcija vienmēr ir publiski pieejama/],
    [
      '13 the data',
      /tālruņa numuru, atsevišķos gadījumos izmantotās ierīces veidu, lietošanas laiku un ilgumu/,
    ],
    ['14 one purpose', /Mērķis ir viens/],
    ['15 Amazon, EU or EEA, encrypted', /Amazon.+Ekonomikas zonā; tie ir šifrēti/],
    ['16 basis 6(1)(b)', /6\. panta 1\. punkta b\) apakšpunkts/],
    ['17 all rights', /visas datu subjekta tiesības/],
    ['18 contacts', /mailto:personasdati@lmt\.lv/],
  ],
  ru: [
    ['1', /только во время этого разговора и только в пределах вопроса/],
    ['1', /клиенты LMT и другие заинтересованные лица/],
    ['2', /консультант объяснит в разговоре/],
    ['3', /До начала у Вас есть возможность прочитать/],
    ['4', /партнёр – обработчиком/],
    ['5', /только устройство с браузером и подключением к интернету/],
    ['6', /Услуга бесплатна/],
    ['7', /оплачиваете по своему тарифному плану/],
    ['8.1', /например с сайта LMT/],
    ['8.2', /в устройстве или услуге/],
    ['9', /удостоверений личности, банковских карт, паролей/],
    ['9', /нет других людей/],
    ['9', /вправе его показать, и отвечаете за его содержание и законность/],
    ['10', /третьих лиц/],
    ['11', /право Латвийской Республики/],
    ['12', /изменить описание в любое время. Действующая редакция всегда общедоступна/],
    [
      '13',
      /номер Вашего телефона, в отдельных случаях вид использованного устройства, время и продолжительность/,
    ],
    ['14', /Цель одна/],
    ['15', /Amazon.+экономической зоне; они зашифрованы/],
    ['16', /статья 6, пункт 1, подпункт b\)/],
    ['17', /все права субъекта данных/],
    ['18', /mailto:personasdati@lmt\.lv/],
  ],
  en: [
    ['1', /only during that call, and only within the matter/],
    ['1', /customers of LMT and to anyone else/],
    ['2', /The agent explains in the call how to start and use it/],
    ['3', /Before you start you can read/],
    ['4', /the partner is a processor/],
    ['5', /a device with a browser and an internet connection/],
    ['6', /free of charge/],
    ['7', /charged under your own tariff plan/],
    ['8.1', /from the LMT website/],
    ['8.2', /a device or a service/],
    ['9', /identity documents, bank cards, passwords/],
    ['9', /no other people/],
    ['9', /you may show it, and you answer for its content and lawfulness/],
    ['10', /make claims over it/],
    ['11', /law of the Republic of Latvia/],
    ['12', /change the description at any time. The version in force is always publicly available/],
    ['13', /your phone number, in some cases the type of device you use, the time and length of use/],
    ['14', /There is one purpose/],
    ['15', /Amazon.+Economic Area, encrypted/],
    ['16', /Article 6\(1\)\(b\)/],
    ['17', /all the rights of a data subject/],
    ['18', /mailto:personasdati@lmt\.lv/],
  ],
};

/** What every notice must name, whatever its language. */
const NOTICE_NAMES = [
  /IP/,
  /user-agent/,
  /EXIF/,
  /Amazon/,
  /SIA Latvijas Mobilais Telefons/,
  /50003050931/,
  /dvi\.gov\.lv/,
];
const NOTICE_SAYS = {
  lv: [
    /24 stundas/,
    /90 dienas/,
    /3 gadus/,
    /30 minūtes/,
    /vienu sīkdatni/,
    /obligāti nepieciešama/,
    /Apmeklējumu žurnāla šai lapai nav/,
    /atrašanās vietu/,
    /Tā nav piekrišana/,
    /iebilduma tiesības neattiecas/,
    /15\. pants/,
    /16\. pants/,
    /17\. pants/,
    /18\. pants/,
    /20\. pants/,
    /21\. pants/,
    /22\. pants/,
    /c\) apakšpunkts/,
    /f\) apakšpunkts/,
  ],
  ru: [
    /24 часов/,
    /90 дней/,
    /3 лет/,
    /30 минут/,
    /один файл cookie/,
    /строго необходим/,
    /Журнала посещений у этой страницы нет/,
    /местонахождение/,
    /Это не согласие/,
    /право возражения не относится/,
    /статья 15/,
    /статья 16/,
    /статья 17/,
    /статья 18/,
    /статья 20/,
    /статья 21/,
    /статья 22/,
    /подпункт c\)/,
    /подпункт f\)/,
  ],
  en: [
    /24 hours/,
    /90 days/,
    /3 years/,
    /30 minutes/,
    /one cookie/,
    /strictly necessary/,
    /no record of visits to this page/,
    /location/,
    /It is not consent/,
    /right to object does not apply/,
    /Article 15/,
    /Article 16/,
    /Article 17/,
    /Article 18/,
    /Article 20/,
    /Article 21/,
    /Article 22/,
    /Article 6\(1\)\(c\)/,
    /Article 6\(1\)\(f\)/,
  ],
};

describe('content: texts', () => {
  let content: Content;
  before(async () => {
    content = await loadContent(CONTENT);
  });

  function controller(key: string): Controller {
    const found = content.controllers.get(key);
    assert.ok(found);
    return found;
  }

  function page(key: string, kind: 'terms' | 'notice', language: (typeof LANGUAGES)[number]): string {
    const found = textPage(content, controller(key), kind, CURRENT, language);
    assert.ok(found);
    return found.html.replaceAll(/<\/?(mark|strong)>/g, '');
  }

  for (const language of LANGUAGES) {
    it(`[GUI-23] the terms say every fact of the service (${language})`, () => {
      const html = page('lmt', 'terms', language);
      for (const [fact, words] of TERMS_SAY[language]) assert.match(html, words, `fact ${fact}`);
    });

    it(`[GUI-23] the notice says basis, periods, rights and what is not kept (${language})`, () => {
      const html = page('lmt', 'notice', language);
      for (const words of [...NOTICE_NAMES, ...NOTICE_SAYS[language]]) assert.match(html, words);
    });
  }

  it('[GUI-23] each text has the same sections, lists and marks in every language', () => {
    for (const text of content.texts) {
      if (text.kind === 'reminder') continue;
      const shapes = LANGUAGES.map((language) => {
        const source = text.markdown[language];
        return [/^#+ \d*/gm, /^- /gm, /==/g, /\{\w+\}/g].map((part) =>
          part.source.startsWith('\\{')
            ? [...new Set(source.match(part))].sort()
            : source.match(part)?.length,
        );
      });
      assert.deepEqual(shapes[1], shapes[0], `${text.kind} ${text.version}: ru differs from lv`);
      assert.deepEqual(shapes[2], shapes[0], `${text.kind} ${text.version}: en differs from lv`);
    }
  });

  it('[GUI-23] the short terms are 4 or 5 points that name the brand, the price, the data and the period', () => {
    const short = shortTerms(content, controller('amigo'));
    const words = {
      lv: [/bez maksas/, /24 stundas/],
      ru: [/бесплатна/, /24 часов/],
      en: [/free/, /24 hours/],
    };
    for (const language of LANGUAGES) {
      const { points, consequence } = short[language];
      assert.ok(points.length >= 4 && points.length <= 5);
      assert.match(points.join(' '), /Amigo/);
      for (const word of words[language]) assert.match(points.join(' '), word);
      assert.ok(consequence.length > 20);
      assert.doesNotMatch([...points, consequence].join(''), /[{}=]/);
    }
  });

  it('[GUI-24] addresses are stable and public: controller, kind, version, language', () => {
    assert.deepEqual(textsVersion(content, 'amigo', 'notice'), {
      version: CURRENT,
      addresses: {
        lv: '/texts/amigo/notice/2026-11-22/lv',
        ru: '/texts/amigo/notice/2026-11-22/ru',
        en: '/texts/amigo/notice/2026-11-22/en',
      },
    });
  });

  it('[GUI-24] a newer version is in force and the older one stays to be read', async () => {
    const copy = await copyContent();
    try {
      for (const language of LANGUAGES) {
        for (const file of [`${language}.md`, `${language}.short.json`]) {
          const old = await copy.read(`texts/shared/terms/${VERSION}/${file}`);
          await copy.publish('texts', `shared/terms/2027-01-05/${file}`, old);
        }
      }
      const changed = await loadContent(copy.dir);
      assert.equal(currentText(changed, 'lmt', 'terms').version, '2027-01-05');
      assert.equal(findText(changed, 'lmt', 'terms', VERSION)?.version, VERSION);
      assert.equal(findText(changed, 'lmt', 'terms', '2020-01-01'), undefined);
    } finally {
      await copy.remove();
    }
  });

  it('[GUI-24] a controller with a text of its own keeps it when a newer shared one comes', async () => {
    const copy = await copyContent();
    try {
      for (const language of LANGUAGES) {
        for (const file of [`${language}.md`, `${language}.short.json`]) {
          const old = await copy.read(`texts/shared/terms/${VERSION}/${file}`);
          await copy.publish('texts', `amigo/terms/2026-12-01/${file}`, old);
          await copy.publish('texts', `shared/terms/2027-01-05/${file}`, old);
        }
      }
      const changed = await loadContent(copy.dir);
      assert.equal(currentText(changed, 'amigo', 'terms').version, '2026-12-01');
      assert.equal(currentText(changed, 'lmt', 'terms').version, '2027-01-05');
      assert.equal(findText(changed, 'lmt', 'terms', '2026-12-01'), undefined);
    } finally {
      await copy.remove();
    }
  });

  it('[GUI-26] an unknown fact is shown as a sample and never linked', () => {
    const html = page('amigo', 'notice', 'lv');
    assert.match(html, /\[paraugs\]/);
    assert.doesNotMatch(html, /mailto:\[/);
    assert.match(page('amigo', 'notice', 'ru'), /\[образец\]/);
    assert.doesNotMatch(page('lmt', 'notice', 'lv'), /\[paraugs\]/);
  });

  it('[GUI-27] defaults are marked, and the page says so, until the controller’s lawyer has confirmed them', () => {
    const lmt = controller('lmt');
    const open = textPage(content, lmt, 'notice', CURRENT, 'en');
    assert.equal(open?.confirmed, false);
    assert.match(open?.html ?? '', /<mark>24 hours<\/mark>/);
    assert.match(open?.html ?? '', /^<h1>.*<\/h1>\n<p><mark>The marked values are defaults/);
    assert.deepEqual(
      unconfirmedTexts(content).filter(({ controller: key }) => key === 'lmt'),
      [
        { controller: 'lmt', text: `terms/${CURRENT}` },
        { controller: 'lmt', text: `notice/${CURRENT}` },
      ],
    );

    const closed = textPage(
      content,
      { ...lmt, confirmedTexts: [`notice/${CURRENT}`] },
      'notice',
      CURRENT,
      'en',
    );
    assert.equal(closed?.confirmed, true);
    assert.doesNotMatch(closed?.html ?? '', /mark/);
    assert.match(closed?.html ?? '', /24 hours/);
  });

  it('[GUI-23] the caller is addressed as Jūs and Вы', () => {
    const lv = LANGUAGES.flatMap(() => content.texts).flatMap((text) =>
      text.kind === 'reminder' ? [] : [text.markdown.lv],
    );
    const ru = content.texts.flatMap((text) => (text.kind === 'reminder' ? [] : [text.markdown.ru]));
    assert.doesNotMatch(lv.join(' '), /(?<!\p{L})(tu|tev|tavs|tavu|jūs|jūsu|jums)(?!\p{L})/u);
    assert.doesNotMatch(ru.join(' '), /(?<!\p{L})(ты|тебе|твой|вы|вас|вам|ваш|ваши)(?!\p{L})/u);
  });
});

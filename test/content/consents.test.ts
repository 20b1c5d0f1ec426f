import assert from 'node:assert/strict';
import {
  consentCommands,
  consentsOf,
  consentText,
  currentConsent,
  currentConsents,
  findConsent,
} from '../../server/content/consents.ts';
import { loadContent } from '../../server/content/load.ts';
import { ContentError } from '../../server/content/read.ts';
import type { Content } from '../../server/content/types.ts';
import { CONTENT, type Copy, copyContent } from './fixture.ts';

/** The eight purposes in force, as the operator publishes them. */
const IN_FORCE = [
  'automated',
  'credit',
  'location',
  'loyalty',
  'loyalty-offers',
  'metadata',
  'metadata-research',
  'offers',
];
/** The ten of the older edition; three have no successor. */
const OLDER = [
  'automated',
  'credit',
  'credit-check',
  'location',
  'loyalty',
  'loyalty-offers',
  'metadata',
  'offers',
  'partner-data',
  'partner-offers',
];
const RETIRED = ['credit-check', 'partner-data', 'partner-offers'];

describe('content: consents', () => {
  let content: Content;
  before(async () => {
    content = await loadContent(CONTENT);
  });

  it('[CON-1] both controllers offer the eight purposes in force, and no other', () => {
    for (const controller of ['lmt', 'amigo']) {
      assert.deepEqual(
        currentConsents(content, controller)
          .map(({ purpose }) => purpose)
          .sort(),
        IN_FORCE,
      );
    }
  });

  it('[CON-2] the ten of the older edition stay as history; three of them can no longer be given', () => {
    const older = consentsOf(content, 'lmt').filter(
      ({ purpose, version }) => version === '1' && purpose !== 'metadata-research',
    );
    assert.deepEqual(older.map(({ purpose }) => purpose).sort(), OLDER);
    for (const purpose of RETIRED) {
      assert.equal(currentConsent(content, 'lmt', purpose), undefined, purpose);
      assert.equal(findConsent(content, 'lmt', purpose, '1')?.successor, undefined, purpose);
      assert.ok(findConsent(content, 'lmt', purpose, '1'), purpose);
    }
    assert.equal(currentConsent(content, 'lmt', 'offers')?.version, '2');
  });

  it('[CON-3] each SMS command of lmt grants a text of its own; amigo has none', () => {
    const commands = [...consentCommands(content, 'lmt')].map(([command, { purpose, version }]) => [
      command,
      purpose,
      version,
    ]);
    assert.deepEqual(commands.sort(), [
      ['AUTO', 'automated', 'sms-1'],
      ['JAUNUMI', 'offers', 'sms-1'],
      ['METADATI', 'metadata', 'sms-1'],
      ['SADARBIBA', 'loyalty-offers', 'sms-1'],
      ['VIETA', 'location', 'sms-1'],
    ]);
    assert.equal(consentCommands(content, 'amigo').size, 0);
    assert.deepEqual(findConsent(content, 'lmt', 'offers', 'sms-1')?.channels, ['sms', 'call']);
    assert.equal(
      findConsent(content, 'lmt', 'automated', 'sms-1')?.covers.includes('credit-information'),
      false,
    );
  });

  it('[CON-4] who may give it, its limit and a person’s review are those of the published documents', () => {
    const own = IN_FORCE.filter(
      (purpose) => currentConsent(content, 'lmt', purpose)?.who === 'own-customers',
    );
    assert.deepEqual(
      own,
      IN_FORCE.filter((purpose) => purpose !== 'offers'),
    );
    for (const purpose of ['loyalty', 'loyalty-offers']) {
      const { limit, from } = currentConsent(content, 'lmt', purpose) ?? {};
      assert.deepEqual({ limit, from }, { limit: 'P2Y', from: 'last-transaction' }, purpose);
    }
    assert.equal(currentConsent(content, 'lmt', 'automated')?.humanReview, true);
  });

  it('[CON-5] is read with the brand filled in, in three languages', () => {
    const offers = currentConsent(content, 'amigo', 'offers');
    assert.ok(offers);
    assert.match(consentText(content, offers, 'lv').allows[0] ?? '', /^Amigo drīkst/);
    assert.match(consentText(content, offers, 'ru').allows[0] ?? '', /^Amigo может/);
    assert.match(consentText(content, offers, 'en').allows[0] ?? '', /^Amigo may/);
  });
});

describe('content: mistakes in the catalogue', () => {
  let copy: Copy;
  beforeEach(async () => {
    copy = await copyContent();
  });
  afterEach(() => copy.remove());

  const PLACE = 'lmt/offers/3.yaml';
  /** Publishes a third version of `offers` with a mistake in it. */
  async function published(from: string | RegExp, to: string, place = PLACE): Promise<void> {
    const good = (await copy.read('consents/lmt/offers/2.yaml')).replace('version: "2"', 'version: "3"');
    const bad = good.replace(from, to);
    assert.notEqual(bad, good);
    await copy.publish('consents', place, bad);
  }
  async function refused(problem: RegExp, file = `consents/${PLACE}`): Promise<void> {
    await assert.rejects(loadContent(copy.dir), (error) => {
      assert.ok(error instanceof ContentError, String(error));
      assert.equal(error.file, file);
      assert.match(error.message, problem);
      return true;
    });
  }

  const mistakes: readonly (readonly [string, string | RegExp, string, RegExp])[] = [
    [
      'a word for yes or no',
      'humanReview: false',
      'humanReview: nope',
      /line \d+: humanReview must be boolean/,
    ],
    ['an unknown channel', 'email, sms', 'pigeon, sms', /line 4: channels\.0 must be .*email/],
    ['a missing field', /\ncovers: .*/, '', /covers is missing/],
    ['a misspelt field', 'gives:', 'givs:', /line \d+: lv\.givs is not a field known here/],
    [
      'a missing point',
      /allows:\n( {4}-.*\n)+/,
      'allows: []\n',
      /line \d+: lv\.allows must hold at least one point/,
    ],
    [
      'a bad period',
      'humanReview: false',
      'humanReview: false\nlimit: two years',
      /line \d+: limit must be a period/,
    ],
    [
      'a limit without words',
      'humanReview: false',
      'humanReview: false\nlimit: P2Y\nfrom: last-transaction',
      /a limit needs/,
    ],
    ['a placeholder that does not exist', '{brand}', '{bran}', /lv: \{bran\} is not a placeholder/],
    ['broken YAML', 'lv:', 'lv: [', /line \d+: /],
    ['a command where none belongs', 'who: anyone', 'command: HELLO\nwho: anyone', /no other may/],
    [
      'a successor that does not exist',
      'who: anyone',
      'who: anyone\nsuccessor: nothing',
      /no purpose of lmt/,
    ],
    ['another purpose’s name', 'purpose: offers', 'purpose: location', /must be those of its place/],
  ];
  for (const [mistake, from, to, problem] of mistakes) {
    it(`[CON-6] names ${mistake} by file, and by line where it has one`, async () => {
      await published(from, to);
      await refused(problem);
    });
  }

  it('[CON-6] names a file that is not called by a version, and a stranger’s folder', async () => {
    await published('"3"', '"draft"', 'lmt/offers/draft.yaml');
    await refused(/must be called by its version/, 'consents/lmt/offers/draft.yaml');
  });

  it('[CON-7] refuses to start when a published text was edited without a new version', async () => {
    await copy.change('consents/lmt/offers/2.yaml', 'aptaujās', 'anketās');
    await refused(/a published version was changed/, 'consents/lmt/offers/2.yaml');
  });

  it('[CON-8] a new version is in force and leaves the older one as it was', async () => {
    await published('Piedāvājumi un jaunumi', 'Piedāvājumi');
    const content = await loadContent(copy.dir);
    assert.equal(currentConsent(content, 'lmt', 'offers')?.version, '3');
    assert.equal(currentConsent(content, 'amigo', 'offers')?.version, '1');
    assert.equal(findConsent(content, 'lmt', 'offers', '2')?.texts.lv.title, 'Piedāvājumi un jaunumi');
  });
});

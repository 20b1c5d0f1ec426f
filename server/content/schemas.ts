/** Schemas of the files under `content/`. Strict: a misspelt field is an error and not a silence. */
import * as v from 'valibot';
import { CONSENT_CHANNELS } from '../../protocol/consent.ts';
import { LANGUAGES, MATTER_CATEGORIES } from '../../protocol/language.ts';
import { REPLY_KINDS } from './reply-kinds.ts';

/** Categories of personal data that consents are about. */
const CONSENT_DATA = ['contact', 'customer', 'usage-metadata', 'credit', 'location', 'loyalty'] as const;

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));
const Fact = v.nullable(Text);
const Key = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'),
);
const Whole = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be 1 or more'));
const Host = v.pipe(v.string(), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a plain host name'));
const Hex = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #1f4e79'));

function inEachLanguage<S extends v.GenericSchema>(schema: S) {
  return v.strictObject({ lv: schema, ru: schema, en: schema });
}

const Titles = inEachLanguage(Text);
const ColourSet = v.strictObject({ brand: Hex, onBrand: Hex, accent: Hex });

const Page = v.strictObject({
  title: Titles,
  url: v.pipe(
    v.string(),
    v.url('must be a whole address'),
    v.startsWith('https://', 'must start with https://'),
  ),
});

const AllowedHostSchema = v.pipe(
  v.strictObject({ host: Host, open: v.picklist(['tab', 'frame']), suggestions: v.array(Page) }),
  v.check(
    ({ host, suggestions }) => suggestions.every(({ url }) => new URL(url).host === host),
    'a suggested page must be on the host it stands under',
  ),
);

export const ControllerSchema = v.strictObject({
  key: Key,
  name: Text,
  brand: Text,
  registration: Fact,
  address: Fact,
  phone: Fact,
  smsNumber: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[1-9]\d{2,14}$/, 'must be digits, without the country code')),
  ),
  email: Fact,
  dataProtection: Fact,
  authority: v.strictObject({ name: Titles, host: Host }),
  colours: v.strictObject({ light: ColourSet, dark: ColourSet }),
  languages: v.pipe(v.array(v.picklist(LANGUAGES)), v.nonEmpty('must name at least one language')),
  match: v.strictObject({ required: v.boolean() }),
  review: v.optional(v.strictObject({ secondPerson: v.boolean() }), { secondPerson: true }),
  limits: v.strictObject({
    photosPerSession: Whole,
    wrapUpMinutes: Whole,
    idleMinutes: Whole,
    maximumHours: Whole,
  }),
  values: v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]*$/)), Fact),
  pages: v.array(AllowedHostSchema),
  confirmedTexts: v.array(v.pipe(v.string(), v.regex(/^(terms|notice)\/\d{4}-\d{2}-\d{2}$/))),
});

export const MattersSchema = v.strictObject(v.entriesFromList(MATTER_CATEGORIES, Titles));

export const WordsSchema = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^\p{Ll}{3,12}$/u, 'must be one lower-case word of 3 to 12 letters'))),
  v.minLength(50, 'must hold at least 50 words, or they are easily guessed'),
  v.check((words) => new Set(words).size === words.length, 'must not hold a word twice'),
);

const Wording = v.pipe(
  Text,
  v.includes('{brand}', 'must say {brand}'),
  v.includes('{link}', 'must hold {link}'),
);

const CodeWording = v.pipe(
  Text,
  v.includes('{code}', 'must say {code}'),
  v.includes('{link}', 'must hold {link}'),
);

const Replies = v.strictObject({
  ...v.entriesFromList(REPLY_KINDS, Text),
  help: v.pipe(Text, v.includes('{commands}', 'must name the {commands}')),
  stops: v.pipe(Text, v.regex(/\{(stops|commands)\}/, 'must name the {stops} or {commands}')),
  confirm: v.pipe(
    Text,
    v.includes('{command}', 'must say {command}'),
    v.includes('{code}', 'must say {code}'),
  ),
  granted: v.pipe(Text, v.includes('{command} STOP', 'must say how to withdraw: {command} STOP')),
  withdrawn: v.pipe(Text, v.includes('{command}', 'must say {command}')),
});

export const SmsSchema = v.strictObject({
  named: v.exactOptional(v.pipe(Wording, v.includes('{agent}', 'must say {agent}'))),
  plain: Wording,
  code: v.strictObject({
    named: v.exactOptional(v.pipe(CodeWording, v.includes('{brand}', 'must say {brand}'))),
    plain: CodeWording,
  }),
  consent: Replies,
});

export const ShortTermsSchema = v.strictObject({
  points: v.pipe(
    v.array(Text),
    v.minLength(4, 'must hold 4 or 5 points'),
    v.maxLength(5, 'must hold 4 or 5 points'),
  ),
  consequence: Text,
});

export const ReminderSchema = v.strictObject({
  title: Text,
  points: v.pipe(v.array(Text), v.nonEmpty('must hold at least one point')),
  confirmation: Text,
});

export const PeriodsSchema = v.strictObject({ photoHours: Whole, contentDays: Whole, skeletonYears: Whole });

export const GuideSchema = v.strictObject({
  id: Key,
  version: Whole,
  category: v.picklist(MATTER_CATEGORIES),
  purpose: v.picklist(['assist', 'offers']),
  titles: Titles,
  steps: v.pipe(
    v.array(
      v.strictObject({
        picture: v.pipe(
          v.string(),
          v.regex(/^[a-z0-9-]+\.svg$/, 'must be the name of an .svg file beside it'),
        ),
        text: Titles,
        alt: Titles,
        copy: v.exactOptional(v.strictObject({ label: Titles, value: Text })),
      }),
    ),
    v.minLength(3, 'must hold 3 to 7 steps'),
    v.maxLength(7, 'must hold 3 to 7 steps'),
  ),
});

const ConsentWords = v.strictObject({
  title: Text,
  allows: v.pipe(v.array(Text), v.nonEmpty('must hold at least one point')),
  gives: Text,
  limits: v.exactOptional(Text),
});

export const ConsentSchema = v.pipe(
  v.strictObject({
    purpose: Key,
    // People write 2 as often as "2".
    version: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
    command: v.exactOptional(
      v.pipe(v.string(), v.regex(/^[A-Z]{2,20}$/, 'must be one word of capital letters without diacritics')),
    ),
    who: v.picklist(['own-customers', 'anyone']),
    channels: v.exactOptional(v.array(v.picklist(CONSENT_CHANNELS)), []),
    covers: v.pipe(v.array(Key), v.nonEmpty('must name at least one use')),
    data: v.pipe(
      v.array(v.picklist(CONSENT_DATA)),
      v.nonEmpty('must name at least one category of personal data'),
    ),
    humanReview: v.boolean(),
    retired: v.exactOptional(v.boolean(), false),
    successor: v.exactOptional(Key),
    limit: v.exactOptional(v.pipe(v.string(), v.regex(/^P[1-9]\d*[DMY]$/, 'must be a period such as P2Y'))),
    from: v.exactOptional(v.literal('last-transaction')),
    lv: ConsentWords,
    ru: ConsentWords,
    en: ConsentWords,
  }),
  v.check(
    ({ limit, from, lv, ru, en }) =>
      [limit, from, lv.limits, ru.limits, en.limits].every(
        (one) => (one === undefined) === (limit === undefined),
      ),
    'a limit needs limit, from, and its words (limits) in each language, or none of them',
  ),
);

export const SealsSchema = v.record(
  v.string(),
  v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256')),
);

/**
 * What callers are promised, written down by hand from the published facts and imported from nowhere: record and
 * notice are held to it. `notice` is what the notice must say in each language.
 */
export const PERIODS = [
  {
    what: 'photos',
    period: 'PT24H',
    notice: { lv: '{photoHours} stundas', ru: '{photoHours} часов', en: '{photoHours} hours' },
  },
  {
    what: 'content',
    period: 'P90D',
    notice: { lv: '{contentDays} dienas', ru: '{contentDays} дней', en: '{contentDays} days' },
  },
  {
    what: 'skeleton',
    period: 'P3Y',
    notice: { lv: '{skeletonYears} gadus', ru: '{skeletonYears} лет', en: '{skeletonYears} years' },
  },
] as const;

/** What has periods of its own, which the record alone tells of: reviewers' findings, and requests of data subjects. */
export const OWN_PERIODS = [
  { what: 'findings', period: 'P3Y' },
  { what: 'requests', period: 'P3Y' },
  { what: 'consents', period: 'P3Y' },
  { what: 'messages', period: 'P7D' },
  { what: 'addresses', period: 'P8D' },
  { what: 'mailings', period: 'P180D' },
] as const;

export const NOTICE_PERIODS = { photoHours: 24, contentDays: 90, skeletonYears: 3 } as const;

const CONTRACT = {
  lv: '6. panta 1. punkta b) apakšpunkts',
  ru: 'статья 6, пункт 1, подпункт b)',
  en: 'Article 6(1)(b)',
} as const;
const INTEREST = {
  lv: '6. panta 1. punkta f) apakšpunkts',
  ru: 'статья 6, пункт 1, подпункт f)',
  en: 'Article 6(1)(f)',
} as const;
const OBLIGATION = {
  lv: '6. panta 1. punkta c) apakšpunkts',
  ru: 'статья 6, пункт 1, подпункт c)',
  en: 'Article 6(1)(c)',
} as const;

export const BASES = [
  { purpose: 'assist', basis: '6(1)(b)', notice: CONTRACT },
  { purpose: 'wrap-up', basis: '6(1)(b)', notice: CONTRACT },
  { purpose: 'guides-by-mail', basis: '6(1)(b)', notice: CONTRACT },
  { purpose: 'subject-request', basis: '6(1)(c)', notice: OBLIGATION },
  { purpose: 'security', basis: '6(1)(f)', notice: INTEREST },
  { purpose: 'compliance-review', basis: '6(1)(f)', notice: INTEREST },
  { purpose: 'legal-claim', basis: '6(1)(f)', notice: INTEREST },
  { purpose: 'consent-proof', basis: '6(1)(c)', notice: OBLIGATION },
] as const;

/** On consent: what each allows stands in its own text, which the caller reads before giving it. */
export const CONSENT_BASES = [
  { purpose: 'offers', basis: '6(1)(a)' },
  { purpose: 'metadata', basis: '6(1)(a)' },
] as const;

export const RECIPIENTS = [
  { record: 'Amazon', notice: { lv: 'Amazon', ru: 'Amazon', en: 'Amazon' } },
  { record: 'partner', notice: { lv: 'sadarbības partneris', ru: 'партнёр', en: 'partner' } },
  { record: 'Agents', notice: { lv: 'konsultants', ru: 'консультант', en: 'agent' } },
] as const;

export const TRANSFERS = {
  lv: 'Eiropas Ekonomikas zonā',
  ru: 'Европейской экономической зоне',
  en: 'European Economic Area',
} as const;

/** Articles of the rights that the record lists and the notice names by number. */
export const RIGHTS = [15, 16, 17, 18, 20, 21, 22] as const;

import assert from 'node:assert/strict';
import { checkPhrases, periodText, withPeriods } from '../../server/content/durations.ts';
import { readNoticeVersion, writeNoticeVersion } from '../../server/content/notice-version.ts';

describe('content: periods in words', () => {
  const WORDS = [
    ['PT30M', '30 minūtes', '30 минут', '30 minutes'],
    ['PT1H', '1 stundu', '1 часа', '1 hour'],
    ['PT24H', '24 stundas', '24 часов', '24 hours'],
    ['PT21H', '21 stundu', '21 часа', '21 hours'],
    ['PT48H', '48 stundas', '48 часов', '48 hours'],
    ['P1D', '1 dienu', '1 дня', '1 day'],
    ['P11D', '11 dienas', '11 дней', '11 days'],
    ['P30D', '30 dienas', '30 дней', '30 days'],
    ['P90D', '90 dienas', '90 дней', '90 days'],
    ['P111D', '111 dienas', '111 дней', '111 days'],
    ['P121D', '121 dienu', '121 дня', '121 days'],
    ['P1M', '1 mēnesi', '1 месяца', '1 month'],
    ['P5M', '5 mēnešus', '5 месяцев', '5 months'],
    ['P1Y', '1 gadu', '1 года', '1 year'],
    ['P2Y', '2 gadus', '2 лет', '2 years'],
    ['PT0S', 'uzreiz', 'нескольких минут', 'immediately'],
  ] as const;

  it('[RET-30] number and noun agree, in each language and for each unit', () => {
    for (const [period, lv, ru, en] of WORDS) {
      assert.deepEqual(
        [periodText(period, 'lv'), periodText(period, 'ru'), periodText(period, 'en')],
        [lv, ru, en],
      );
    }
  });

  it('[RET-30] only the period in a sentence changes', () => {
    const text = 'Attēlus dzēsīsim =={photoHours} stundas== pēc sarunas, {brand}.';
    const periods = { photos: 'P2D', content: 'P90D', skeleton: 'P3Y' };
    assert.equal(withPeriods(text, periods, 'lv'), 'Attēlus dzēsīsim ==2 dienas== pēc sarunas, {brand}.');
    assert.equal(withPeriods(text, undefined, 'lv'), text);
  });

  it('[RET-30] a text that could not take other periods is not loaded', () => {
    const own = { photoHours: 24, contentDays: 90, skeletonYears: 3 };
    checkPhrases('{photoHours} stundas, {contentDays} dienas, {skeletonYears} gadus', own, 'lv');
    assert.throws(() => checkPhrases('{photoHours} stundu', own, 'lv'), /24 stundas/);
    assert.throws(() => checkPhrases('pēc {photoHours}.', own, 'lv'), /noun/);
    assert.throws(() => checkPhrases('{photoHours} dienas', own, 'lv'), /24 stundas/);
  });

  it('[RET-30] a notice version names its text and its record, in one way only', () => {
    assert.equal(writeNoticeVersion({ text: '2026-11-21', record: 1 }), '2026-11-21');
    assert.equal(writeNoticeVersion({ text: '2026-11-21', record: 12 }), '2026-11-21.12');
    assert.deepEqual(readNoticeVersion('2026-11-21.12'), { text: '2026-11-21', record: 12 });
    assert.deepEqual(readNoticeVersion('2026-11-21'), { text: '2026-11-21', record: 1 });
    for (const wrong of ['2026-11-21.1', '2026-11-21.02', '2026-11-21.', '.2', '', '2026-11-21.2.3', 'x.y']) {
      assert.equal(readNoticeVersion(wrong), undefined, wrong);
    }
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSms, type Wish } from '../../../server/consent/sms/parse.ts';

const COMMANDS = ['JAUNUMI', 'METADATI', 'AUTO', 'VIETA', 'SADARBIBA'];

/** What people, phones and mischief send, and what it must be taken for. Written by hand. */
const TABLE: readonly (readonly [string, string])[] = [
  ['JAUNUMI', 'grant JAUNUMI'],
  ['jaunumi', 'grant JAUNUMI'],
  ['Jaunumi.', 'grant JAUNUMI'],
  ['  Jaunumi !', 'grant JAUNUMI'],
  ['"JAUNUMI"', 'grant JAUNUMI'],
  ['„Jaunumi”', 'grant JAUNUMI'],
  ['«JAUNUMI»', 'grant JAUNUMI'],
  ['JAUNUMI\n', 'grant JAUNUMI'],
  ['\u00a0JAUNUMI\u00a0', 'grant JAUNUMI'],
  ['JAUNUMI\u200b', 'grant JAUNUMI'],
  ['\ufeffJAUNUMI', 'grant JAUNUMI'],
  ['ＪＡＵＮＵＭＩ', 'grant JAUNUMI'],
  ['Jaunūmi', 'grant JAUNUMI'],
  ['Jaunu\u0304mi', 'grant JAUNUMI'],
  ['METADATI', 'grant METADATI'],
  ['auto', 'grant AUTO'],
  ['Vieta;', 'grant VIETA'],
  ['SADARBĪBA', 'grant SADARBIBA'],
  ['sadarbība', 'grant SADARBIBA'],
  ['sadarbi\u0304ba', 'grant SADARBIBA'],
  ['Sadarbiba', 'grant SADARBIBA'],

  ['JAUNUMI STOP', 'withdrawal JAUNUMI'],
  ['Jaunumi  STOP!', 'withdrawal JAUNUMI'],
  ['jaunumi stop', 'withdrawal JAUNUMI'],
  ['JAUNUMI-STOP', 'withdrawal JAUNUMI'],
  ['JAUNUMI, STOP.', 'withdrawal JAUNUMI'],
  ['JAUNUMI: STOP', 'withdrawal JAUNUMI'],
  ['JAUNUMI — STOP', 'withdrawal JAUNUMI'],
  ['JAUNUMI\u00a0STOP', 'withdrawal JAUNUMI'],
  ['JAUNUMI\u202fSTOP', 'withdrawal JAUNUMI'],
  ['JAUNUMI\tSTOP', 'withdrawal JAUNUMI'],
  ['JAUNUMI\r\nSTOP', 'withdrawal JAUNUMI'],
  ['“Jaunumi stop”', 'withdrawal JAUNUMI'],
  ['sadarbība stop', 'withdrawal SADARBIBA'],
  ['Sadarbība STOP', 'withdrawal SADARBIBA'],
  ['Metadati Stop', 'withdrawal METADATI'],
  ['AUTO STOP!!!', 'withdrawal AUTO'],
  ['vieta stop...', 'withdrawal VIETA'],
  ['vieta stop…', 'withdrawal VIETA'],
  ['AUTO СТОП', 'withdrawal AUTO'],

  ['STOP', 'stop'],
  ['stop.', 'stop'],
  [' Stop! ', 'stop'],
  ['STÓP', 'stop'],
  ['СТОП', 'stop'],

  ['JĀ 1234', 'confirmation 1234'],
  ['ja 1234', 'confirmation 1234'],
  ['Jā, 1234!', 'confirmation 1234'],
  ['JĀ1234', 'confirmation 1234'],
  ['JA\u00a00007', 'confirmation 0007'],
  ['ДА 1234', 'confirmation 1234'],
  ['да 1234.', 'confirmation 1234'],
  ['DA 1234', 'confirmation 1234'],
  ['dā 1234', 'confirmation 1234'],
  ['Yes 9999', 'confirmation 9999'],
  ['"YES 0000"', 'confirmation 0000'],
  ['JĀ １２３４', 'confirmation 1234'],

  ['JAUNUMI NĒ', 'unclear other'],
  ['JAUNUMI NE', 'unclear other'],
  ['NĒ JAUNUMI', 'unclear other'],
  ['JAUNUMI JĀ', 'unclear other'],
  ['JAUNUMI 1234', 'unclear other'],
  ['JAUNUMI JAUNUMI', 'unclear other'],
  ['JAUNUMI METADATI', 'unclear other'],
  ['JAUNUMI un METADATI', 'unclear other'],
  ['JAUN UMI', 'unclear other'],
  ['JAU.NUMI', 'unclear other'],
  ['JAUNUMI/METADATI', 'unclear other'],
  ['JAUNUMI (lūdzu)', 'unclear other'],
  ['(JAUNUMI)', 'unclear other'],
  ['JAUNUMI 👍', 'unclear other'],
  ['JAUNUMI=1', 'unclear other'],
  ['JAUNUMI\u20e0', 'unclear other'],
  ['J\u0336A\u0336U\u0336N\u0336U\u0336M\u0336I\u0336', 'unclear other'],
  ['JAUNUMIS', 'unclear other'],
  ['JAUNUM', 'unclear other'],
  ['JАUNUMI', 'unclear other'],
  ['ЯUNUMI', 'unclear other'],
  ['ЖАУНУМИ', 'unclear other'],
  ['НОВОСТИ', 'unclear other'],
  ['\u202eJAUNUMI', 'unclear other'],
  ['JAUNUMISTOP', 'unclear other'],
  ['JAUNUMI STOPS', 'unclear other'],
  ['NONSTOP', 'unclear other'],
  ['Lūdzu, sūtiet jaunumus', 'unclear other'],
  ['JĀ', 'unclear other'],
  ['1234', 'unclear other'],
  ['JĀ 123', 'unclear other'],
  ['JĀ 12345', 'unclear other'],
  ['JĀ 12 34', 'unclear other'],
  ['JĀ 1234 lūdzu', 'unclear other'],
  ['NĒ 1234', 'unclear other'],
  ['НЕТ 1234', 'unclear other'],
  ['JĀ ١٢٣٤', 'unclear other'],
  ['SI 1234', 'unclear other'],
  ['', 'unclear other'],
  ['   ', 'unclear other'],
  ['.', 'unclear other'],
  ['Labdien!', 'unclear other'],

  ['JAUNUMI?', 'unclear question'],
  ['Jaunumi ?', 'unclear question'],
  ['?JAUNUMI', 'unclear question'],
  ['JAUNUMI？', 'unclear question'],
  ['JAUNUMI\u037e', 'unclear question'],
  ['JAUNUMI؟', 'unclear question'],
  ['JAUNUMI⁇', 'unclear question'],
  ['JĀ 1234?', 'unclear question'],
  ['Kas ir AUTO?', 'unclear question'],

  ['JAUNUMI STOP?', 'stop-unclear'],
  ['STOP?', 'stop-unclear'],
  ['STOP JAUNUMI', 'stop-unclear'],
  ['STOP STOP', 'stop-unclear'],
  ['JAUNUMI NĒ STOP', 'stop-unclear'],
  ['JAUNUMI STOP lūdzu', 'stop-unclear'],
  ['JAUNUMI STOP JAUNUMI', 'stop-unclear'],
  ['NOVOSTI STOP', 'stop-unclear'],
  ['stop sūtīt man šo', 'stop-unclear'],
  ['(STOP)', 'stop-unclear'],
  ['STOP 👎', 'stop-unclear'],
  ['Стоп реклама', 'stop-unclear'],
  [`${'Lūdzu, '.repeat(40)} STOP`, 'stop-unclear'],

  [`JAUNUMI${' '.repeat(160)}`, 'unclear too-long'],
  ['a'.repeat(2000), 'unclear too-long'],
  ['JAUNUMI '.repeat(300), 'unclear too-long'],

  ['JAUNUMI\u0000', 'binary'],
  ['\u0001\u0002\u0003', 'binary'],
  ['\u001b[31mJAUNUMI', 'binary'],
  ['JAUNUMI\u0085', 'binary'],
  ['JAUNUMI\ufffd', 'binary'],
  ['\ud83dJAUNUMI', 'binary'],
];

function told(wish: Wish): string {
  const { kind, ...rest } = wish;
  return [kind, ...Object.values(rest)].join(' ');
}

describe('parsing an SMS', () => {
  for (const [text, expected] of TABLE) {
    const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
    it(`[SMC-1] takes ${shown} for: ${expected}`, () => {
      assert.equal(told(parseSms(text, COMMANDS)), expected);
    });
  }

  it('[SMC-3] takes what is no text for nothing at all', () => {
    assert.deepEqual(parseSms(undefined, COMMANDS), { kind: 'binary' });
  });

  it('[SMC-1] a controller without commands grants nothing by them, and STOP is still STOP', () => {
    for (const text of ['JAUNUMI', 'METADATI', 'AUTO']) {
      assert.equal(told(parseSms(text, [])), 'unclear other', text);
    }
    assert.equal(told(parseSms('JAUNUMI STOP', [])), 'stop-unclear');
    assert.equal(told(parseSms('stop', [])), 'stop');
  });

  it('[SMC-1] whatever else stands in a message keeps it from granting', () => {
    const letters = fc.stringMatching(/^[A-Za-zĀ-ž\u0400-\u04810-9()/@#%&*+=_?👍]+$/u, { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.constantFrom(...COMMANDS),
        letters,
        fc.boolean(),
        fc.boolean(),
        (command, more, first, apart) => {
          const parts = first ? [more, command] : [command, more];
          return parseSms(parts.join(apart ? ' ' : ''), COMMANDS).kind !== 'grant';
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('[SMC-1] any text that grants has the letters of its command, in their order, and no others', () => {
    const plain = (text: string) =>
      text
        .normalize('NFKD')
        .toUpperCase()
        .replace(/[^\p{L}\p{N}\p{S}]/gu, '');
    const noise = fc.constantFrom(
      ' ',
      '.',
      '!',
      '\u00a0',
      '-',
      ' ?',
      'x',
      '1',
      'Ē',
      '\u0301',
      '(',
      '👍',
      '\u200b',
    );
    const text = fc.array(fc.oneof(noise, fc.constantFrom(...COMMANDS, ...'JAUNMIsto')), { maxLength: 12 });
    fc.assert(
      fc.property(text, (parts) => {
        const message = parts.join('');
        const wish = parseSms(message, COMMANDS);
        if (wish.kind !== 'grant') return true;
        return plain(message) === wish.command && !message.includes('?');
      }),
      { numRuns: 5000 },
    );
  });

  it('[SMC-3] comes to an end, and to a wish, on any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const { kind } = parseSms(text, COMMANDS);
        return kind !== 'grant' || text.length < 200;
      }),
      { numRuns: 1000 },
    );
  });
});

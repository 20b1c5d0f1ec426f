/**
 * By when a request must be answered: one calendar month after receipt, and two more when it was extended (GDPR
 * Art. 12(3)). Counted as Regulation (EEC, Euratom) 1182/71 Art. 3 counts: the same date in the last month, or that
 * month's last day where there is no such date, to the end of the day; when that is a Saturday, a Sunday or a public
 * holiday of Latvia, to the end of the next working day. Days are days in Riga.
 */
const ZONE = 'Europe/Riga';
const MONTHS = { first: 1, extended: 3 } as const;

/** @returns the last millisecond of the last day, epoch milliseconds. */
export function deadline(receivedAt: number, term: keyof typeof MONTHS): number {
  const received = Temporal.Instant.fromEpochMilliseconds(receivedAt).toZonedDateTimeISO(ZONE).toPlainDate();
  let last = received.add({ months: MONTHS[term] });
  while (!isWorkingDay(last)) last = last.add({ days: 1 });
  return last.add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds - 1;
}

export function isWorkingDay(day: Temporal.PlainDate): boolean {
  return day.dayOfWeek < 6 && !isHoliday(day);
}

/** Public holidays of Latvia (law "Par svētku, atceres un atzīmējamām dienām"), but those that are always Sundays. */
const FIXED: ReadonlySet<string> = new Set([
  '01-01',
  '05-01',
  '05-04',
  '06-23',
  '06-24',
  '11-18',
  '12-24',
  '12-25',
  '12-26',
  '12-31',
]);
/** When one of these is at a weekend, the next working day is free as well. */
const MADE_UP_FOR: ReadonlySet<string> = new Set(['05-04', '11-18']);

function isHoliday(day: Temporal.PlainDate): boolean {
  if (FIXED.has(dateOf(day))) return true;
  if (day.dayOfWeek === 1 && [1, 2].some((back) => MADE_UP_FOR.has(dateOf(day.subtract({ days: back }))))) {
    return true;
  }
  const sunday = easter(day.year);
  return day.equals(sunday.subtract({ days: 2 })) || day.equals(sunday.add({ days: 1 }));
}

const dateOf = (day: Temporal.PlainDate): string => day.toString().slice(5);

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. */
function easter(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const [century, ofCentury] = [Math.floor(year / 100), year % 100];
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const count = epact + weekday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(count / 31), day: (count % 31) + 1 });
}

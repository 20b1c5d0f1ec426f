/**
 * What the records of one subject come to: one pure function, for the guard, the subject's page and the receipts.
 *
 * Two times matter. `at` is when a wish took effect and orders the records; `recordedAt` is when the service learnt
 * of it, and before that nothing follows from it: a withdrawal that arrives late does not make earlier uses wrong
 * (Art. 7(3): it does not affect what was done before), and a grant that arrives late cannot allow them afterwards.
 */
import type { ConsentChannel, ConsentRecord, ConsentStanding, ConsentState } from '../../protocol/consent.ts';

/** What a version of a purpose grants. */
export interface Terms {
  readonly channels: readonly ConsentChannel[];
  readonly covers: readonly string[];
  /** ISO 8601 from the end of the last transaction; absent: until withdrawn. */
  readonly limit?: string | undefined;
}

/** The catalogue, as far as records refer to it. */
export interface Catalogue {
  terms(purpose: string, version: string): Terms | undefined;
  /** Retired by the controller: nobody can give it any more, and no use may rest on it. */
  isRetired(purpose: string): boolean;
}

export interface Moment {
  readonly at: number;
  /** Epoch milliseconds of the end of the last transaction; absent while the subject is a customer, or unknown. */
  readonly lastTransactionEnd?: number | undefined;
}

/** Standing of every purpose, and every channel of it, that the records tell of. */
export function standing(
  records: readonly ConsentRecord[],
  catalogue: Catalogue,
  moment: Moment,
): readonly ConsentStanding[] {
  const known = records.filter(({ recordedAt }) => recordedAt <= moment.at).toSorted(byEffect);
  const last = new Map<
    string,
    { readonly record: ConsentRecord; readonly channel: ConsentChannel | undefined }
  >();
  for (const record of known) {
    for (const channel of touched(record, last, catalogue)) {
      last.set(slot(record.purpose, channel), { record, channel });
    }
  }
  const end = known.findLast(({ change }) => change === 'ended');
  return [...last.values()].map(({ record, channel }) => stand(record, channel, end, catalogue, moment));
}

/**
 * In order of effect. Of two wishes at the same moment the withdrawal counts, and the end of the number comes after
 * everything that its old holder can have wished.
 */
function byEffect(one: ConsentRecord, other: ConsentRecord): number {
  const rank = { given: 0, withdrawn: 1, ended: 2 } as const;
  return (
    one.at - other.at ||
    rank[one.change] - rank[other.change] ||
    one.recordedAt - other.recordedAt ||
    (one.id < other.id ? -1 : 1)
  );
}

const slot = (purpose: string, channel: ConsentChannel | undefined): string => `${purpose} ${channel ?? ''}`;

/** The channels that a record is about; `undefined` stands for a purpose without channels. */
function touched(
  record: ConsentRecord,
  before: ReadonlyMap<string, { readonly channel: ConsentChannel | undefined }>,
  catalogue: Catalogue,
): readonly (ConsentChannel | undefined)[] {
  switch (record.change) {
    case 'ended':
      return [];
    case 'given': {
      const { channels = [] } = catalogue.terms(record.purpose, record.version) ?? {};
      // A text without channels is granted whole; one with channels grants those of them that were chosen.
      if (channels.length === 0) return [undefined];
      return channels.filter((channel) => record.channels?.includes(channel) ?? true);
    }
    case 'withdrawn': {
      if (record.channels) return record.channels;
      const given = [...before].filter(([key]) => key.startsWith(`${record.purpose} `));
      const { channels = [] } = catalogue.terms(record.purpose, record.version) ?? {};
      const named = channels.length === 0 ? [undefined] : channels;
      return [...new Set([...given.map(([, { channel }]) => channel), ...named])];
    }
    default:
      return record.change satisfies never;
  }
}

function stand(
  record: ConsentRecord,
  channel: ConsentChannel | undefined,
  end: ConsentRecord | undefined,
  catalogue: Catalogue,
  { at, lastTransactionEnd }: Moment,
): ConsentStanding {
  const { purpose, version } = record;
  const limit = record.change === 'given' ? catalogue.terms(purpose, version)?.limit : undefined;
  const validUntil =
    limit === undefined || lastTransactionEnd === undefined ? undefined : endOf(lastTransactionEnd, limit);
  const state = ((): ConsentState => {
    if (record.change === 'withdrawn') return 'withdrawn';
    if (end && byEffect(record, end) < 0) return 'ended';
    if (validUntil !== undefined && validUntil <= at) return 'expired';
    return catalogue.isRetired(purpose) ? 'retired' : 'in-force';
  })();
  return {
    purpose,
    ...(channel === undefined ? {} : { channel }),
    state,
    version,
    record: record.id,
    since: state === 'ended' && end ? end.at : record.at,
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

/** Calendar periods are counted in UTC, so that daylight saving time moves nothing. */
export function endOf(from: number, limit: string): number {
  return Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO('UTC')
    .add(Temporal.Duration.from(limit)).epochMilliseconds;
}

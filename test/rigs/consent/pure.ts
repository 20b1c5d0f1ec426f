/** The register's rules without a database: what is decided, what records come to, what is answered. */
import type { ConsentAnswer, ConsentChannel, ConsentRecord } from '../../../protocol/consent.ts';
import { createJudge } from '../../../server/consent/answer.ts';
import { standingRows } from '../../../server/consent/projection.ts';
import { type Catalogue, standing } from '../../../server/consent/standing.ts';
import { type Grant, isOfFormerHolder, mayGive } from '../../../server/consent/wish.ts';
import { consentCommands, currentConsent, findConsent } from '../../../server/content/consents.ts';
import type { Content } from '../../../server/content/types.ts';
import { CONTROLLER, type Fault } from './faults.ts';
import type { Happening, Question } from './model.ts';

/** A register, as the rig plays on it. */
export interface Played {
  happen(place: number, happening: Happening): Promise<void> | void;
  ask(question: Question): Promise<ConsentAnswer> | ConsentAnswer;
  /** Place of the happening that a record came of. */
  placeOf(record: string): number;
}

export interface Moment {
  /** The same question again, about the same moment, with all that was learnt since. */
  again(): ConsentAnswer;
}

export interface Pure extends Played {
  happen(place: number, happening: Happening): void;
  ask(question: Question): ConsentAnswer;
  /** Remembers the question that was just asked. */
  moment(question: Question): Moment;
}

const HOLDER = { controller: CONTROLLER, number_hash: 'number' };
const judges = new WeakMap<Content, ReturnType<typeof createJudge>>();

export function createPure(contentOf: (texts: never) => Content, fault: Fault | undefined): Pure {
  let content: Content | undefined;
  let catalogue: Catalogue = { terms: () => undefined, isRetired: () => true };
  let own = true;
  let left: number | undefined;
  let handedOver: number | undefined;
  let records: ConsentRecord[] = [];
  const sources = new Set<string>();
  let made = 0;

  function append(
    place: number,
    arrives: number,
    at: number | undefined,
    about: Pick<ConsentRecord, 'change' | 'purpose' | 'version' | 'channels'>,
  ): void {
    made += 1;
    records.push({
      // In the order that they are made in, as the register's ids are.
      id: `${String(made).padStart(4, '0')}-${place}`,
      ...about,
      textHash: '',
      language: 'lv',
      method: 'self-service',
      assurance: 'number-proven',
      at: Math.min(at ?? arrives, arrives),
      recordedAt: arrives,
    });
  }

  /** What the register does with a grant, see `register.ts`. */
  function give(place: number, one: Extract<Happening, { kind: 'give' }>): boolean {
    const texts = mustHave(content);
    const channels = one.channels as readonly ConsentChannel[];
    const grant: Grant = {
      method: 'self-service',
      assurance: one.proven ? 'number-proven' : 'sender-only',
      language: 'lv',
      purpose: one.purpose,
      version: one.version,
      channels,
    };
    const former = isOfFormerHolder(one.at, one.arrives, handedOver);
    if (former && fault !== 'former-holder-heard') return false;
    const current = currentConsent(texts, CONTROLLER, one.purpose);
    const commands = [...consentCommands(texts, CONTROLLER).values()];
    const givable = current ? [current, ...commands.filter(({ purpose }) => purpose === one.purpose)] : [];
    const named = findConsent(texts, CONTROLLER, one.purpose, one.version);
    const decision = mayGive(grant, named, givable, own);
    if (!decision.ok) return false;
    const kept = decision.channels.length === 0 ? {} : { channels: decision.channels };
    const { purpose, version } = one;
    append(place, one.arrives, one.at, { change: 'given', purpose, version, ...kept });
    return true;
  }

  function withdraw(place: number, one: Extract<Happening, { kind: 'withdraw' }>): boolean {
    const texts = mustHave(content);
    const given = records.findLast(({ purpose, change }) => purpose === one.purpose && change === 'given');
    const text =
      currentConsent(texts, CONTROLLER, one.purpose) ??
      (given && findConsent(texts, CONTROLLER, one.purpose, given.version)) ??
      findConsent(texts, CONTROLLER, one.purpose, '1');
    if (!text) return false;
    const channels = one.channels as readonly ConsentChannel[];
    const kept = channels.length === 0 ? {} : { channels };
    const { purpose, version } = text;
    append(place, one.arrives, one.at, { change: 'withdrawn', purpose, version, ...kept });
    return true;
  }

  function move(place: number, { arrives, at }: Extract<Happening, { kind: 'moved' }>): boolean {
    const [first] = records;
    const ends = first !== undefined && first.recordedAt <= (at ?? Number.POSITIVE_INFINITY);
    handedOver = Math.max(handedOver ?? 0, ends ? arrives : Math.min(at ?? arrives, arrives));
    if (ends) {
      append(place, arrives, undefined, { change: 'ended', purpose: '', version: '' });
      records = [];
    }
    return true;
  }

  function happen(place: number, one: Happening): void {
    switch (one.kind) {
      case 'catalogue': {
        const texts = contentOf(one.texts as never);
        content = texts;
        catalogue = {
          terms: (purpose, version) => findConsent(texts, CONTROLLER, purpose, version),
          isRetired: (purpose) => currentConsent(texts, CONTROLLER, purpose) === undefined,
        };
        return;
      }
      case 'customer':
        ({ own, left } = { left: undefined, ...one });
        return;
      case 'give':
      case 'withdraw':
      case 'moved': {
        if (one.source !== undefined && sources.has(one.source)) return;
        const done =
          one.kind === 'give'
            ? give(place, one)
            : one.kind === 'withdraw'
              ? withdraw(place, one)
              : move(place, one);
        if (done && one.source !== undefined) sources.add(one.source);
        return;
      }
      default:
        one satisfies never;
    }
  }

  function answer(
    { now, purpose, channel, use }: Question,
    by: readonly ConsentRecord[],
    { texts, catalogue: terms, lastTransactionEnd }: Known,
  ): ConsentAnswer {
    const judge = judges.get(texts) ?? createJudge(texts);
    judges.set(texts, judge);
    const rows = standingRows(HOLDER, standing(by, terms, { at: now, lastTransactionEnd }));
    const row = rows.find((one) => one.purpose === purpose && one.channel === (channel ?? ''));
    const asked = { purpose, channel: channel as ConsentChannel | undefined, use };
    return judge({ controller: CONTROLLER, numberHash: 'number', ...asked }, row, now);
  }

  const known = (): Known => ({ texts: mustHave(content), catalogue, lastTransactionEnd: left });

  return {
    happen,
    ask: (question) => answer(question, records, known()),
    placeOf: (record) => Number(record.split('-')[1]),
    moment(question) {
      const then = known();
      const holders = records;
      return {
        again() {
          const learnt = fault === 'late-grant-retroactive';
          const by = learnt ? holders.map((one) => ({ ...one, recordedAt: one.at })) : holders;
          return answer(question, by, then);
        },
      };
    },
  };
}

interface Known {
  readonly texts: Content;
  readonly catalogue: Catalogue;
  readonly lastTransactionEnd: number | undefined;
}

function mustHave(content: Content | undefined): Content {
  if (!content) throw new Error('a history begins with a catalogue');
  return content;
}

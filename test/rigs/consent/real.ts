/** The real register on a real database, through restarts and rebuilds. */
import type { ConsentChannel } from '../../../protocol/consent.ts';
import type { ConsentRegister } from '../../../server/consent/register.ts';
import type { Content } from '../../../server/content/types.ts';
import type { RegisterRoom } from '../../consent/support.ts';
import { CONTROLLER, type Fault } from './faults.ts';
import type { Happening } from './model.ts';
import type { Played } from './pure.ts';

export interface Real extends Played {
  restart(): void;
  rebuild(): Promise<void>;
}

const ARRIVAL = { method: 'self-service', language: 'lv' } as const;

/**
 * @param number E.164, nobody's yet
 * @param start time of the history's beginning, where the room's own clock is moved to from its own
 */
export function createReal(
  room: RegisterRoom,
  contentOf: (texts: never) => Content,
  {
    number,
    start,
    fault,
  }: { readonly number: string; readonly start: number; readonly fault: Fault | undefined },
): Real {
  const holder = { controller: CONTROLLER, number };
  const places = new Map<string, number>();
  // Whole leap cycles, so that the calendar is the same in the room's time.
  const cycle = Date.UTC(2400, 0, 1) - Date.UTC(2000, 0, 1);
  const shift = Math.ceil((room.clock.now() - start) / cycle) * cycle;
  let content: Content | undefined;
  let register: ConsentRegister = room.register;

  const until = (time: number) => room.clock.pass(time + shift - room.clock.now());
  const sourceOf = (one: { readonly source?: string }) =>
    one.source === undefined ? {} : { source: `${number} ${one.source}` };
  const dateOf = (one: { readonly at?: number }) => (one.at === undefined ? {} : { at: one.at + shift });

  function restart(): void {
    if (content) register = room.reopened(content);
  }

  async function refresh(): Promise<void> {
    const rows = room.database.selectFrom('consent_subject').select('id').where('ended_at', 'is', null);
    const hash = room.hashOf(CONTROLLER, number);
    for (const { id } of await rows.where('number_hash', '=', hash).execute()) await register.refresh(id);
  }

  async function happen(place: number, one: Happening): Promise<void> {
    until(one.arrives);
    switch (one.kind) {
      case 'catalogue':
        content = contentOf(one.texts as never);
        return restart();
      case 'customer': {
        if (one.own) room.strangers.delete(number);
        else room.strangers.add(number);
        if (one.left === undefined) room.left.delete(number);
        else room.left.set(number, one.left + shift);
        // As the operator's list is looked at again by itself.
        if (fault !== 'stale-projection') await refresh();
        return;
      }
      case 'give': {
        const assurance = one.proven ? 'number-proven' : 'sender-only';
        const channels = one.channels as readonly ConsentChannel[];
        const { purpose, version } = one;
        const grant = {
          ...ARRIVAL,
          assurance,
          purpose,
          version,
          channels,
          ...dateOf(one),
          ...sourceOf(one),
        } as const;
        const given = await register.give(holder, grant);
        if (given.ok && !places.has(given.record.id)) places.set(given.record.id, place);
        return;
      }
      case 'withdraw': {
        const channels = one.channels as readonly ConsentChannel[];
        const named = channels.length === 0 ? {} : { channels };
        const wish = { ...ARRIVAL, assurance: 'sender-only', purpose: one.purpose, ...named } as const;
        await register.withdraw(holder, { ...wish, ...dateOf(one), ...sourceOf(one) });
        return;
      }
      case 'moved': {
        const feed = { ...ARRIVAL, method: 'feed', assurance: 'operator' } as const;
        await register.endHolder(holder, { ...feed, ...dateOf(one), ...sourceOf(one) });
        return;
      }
      default:
        one satisfies never;
    }
  }

  return {
    happen,
    restart,
    async rebuild() {
      await register.rebuild();
    },
    async ask({ now, purpose, channel, use }) {
      until(now);
      const asked = { purpose, channel: channel as ConsentChannel | undefined, use };
      const numberHash = room.hashOf(CONTROLLER, number);
      const answer = await register.inForce({ controller: CONTROLLER, numberHash, ...asked });
      if (!answer.ok) return answer;
      const { validUntil, ...rest } = answer;
      return {
        ...rest,
        since: rest.since - shift,
        ...(validUntil === undefined ? {} : { validUntil: validUntil - shift }),
      };
    },
    placeOf: (record) => places.get(record) ?? -1,
  };
}

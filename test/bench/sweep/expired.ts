/** Sessions whose time is over, with all that a real one has: keys, a sealed log, a photo of two variants, its files. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Actor, SessionEvent } from '../../../protocol/events.ts';
import type { SessionRow } from '../../../server/database.ts';
import { logKeyId } from '../../../server/ledger/keys.ts';
import { createLedger } from '../../../server/ledger/ledger.ts';
import { bindingOf, objectKey, sealedDigest } from '../../../server/media/objects.ts';
import { sealObject } from '../../../server/media/seal.ts';
import { streamOf } from '../../../server/session/live.ts';
import { toEntry } from '../../../server/session/record.ts';
import type { House } from './house.ts';

/** When each kind of erasure falls due; hours apart, so that the sweep can be let do one after the other. */
export interface Due {
  readonly photos: number;
  readonly content: number;
  readonly skeleton: number;
}

const HOUR = 3_600_000;
/** Plain bytes of a photo's variants; smaller than real ones, as deleting a file hardly depends on its size. */
const VARIANTS = [
  { width: 2048, height: 1536, bytes: 24_000 },
  { width: 512, height: 384, bytes: 6_000 },
] as const;
const AT_ONCE = 64;

/** Makes sessions that ended hours ago, in order; resolves with their ids. */
export async function makeExpired(house: House, count: number, due: Due): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, n) => v7({ msecs: house.now - 6 * HOUR + n }));
  for (let at = 0; at < count; at += AT_ONCE) {
    await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => makeOne(house, id, due)));
  }
  return ids;
}

async function makeOne(house: House, session: string, due: Due): Promise<void> {
  const { core, outside, controller, anAgent: staff } = house;
  const photo = v7();
  const key = await core.keys.createSession(controller, session);
  const { id: keyId, dataKey } = await core.keys.createObject(controller, session);
  const stored = VARIANTS.map(({ width, height, bytes }) => {
    const place = { id: v7(), controller, session };
    const sealed = sealObject(dataKey, bindingOf(place), randomBytes(bytes));
    const about = { media: photo, kind: 'photo', width, height, bytes, key: keyId } as const;
    const state = {
      digest: sealedDigest(sealed),
      state: 'stored',
      created_at: house.now - 5 * HOUR,
    } as const;
    return { row: { ...place, ...about, ...state }, sealed };
  });
  for (const { row, sealed } of stored) await outside.objects.put(objectKey(row), sealed);
  const at = house.now - 5 * HOUR;
  const entries = eventsOf(controller, staff, photo).map(([actor, event]) =>
    toEntry(event, actor, at, v7(), undefined),
  );
  const { database } = outside;
  const rows = [
    database
      .insertInto('session')
      .values(rowOf(session, controller, staff, at, due))
      .compile(),
    database
      .insertInto('media')
      .values(stored.map(({ row }) => row))
      .compile(),
    ...leftBehind(house, session, at),
  ];
  const ledger = createLedger(outside.journal);
  await ledger.append(ledger.newStream(streamOf(session), controller, logKeyId(session), key), entries, rows);
}

/** An invitation, its SMS and the browser's credential. */
function leftBehind(
  { outside: { database }, controller, anAgent: staff }: House,
  session: string,
  at: number,
) {
  const hash = () => randomBytes(32).toString('hex');
  const common = { session, controller };
  const none = { code_hash: null, number_hash: null, attempt_hash: null };
  return [
    database
      .insertInto('invitation')
      .values({
        id: v7(),
        session,
        way: 'sms',
        token_hash: hash(),
        ...none,
        tries_left: 5,
        status: 'spent',
        issued_at: at,
        expires_at: at,
      })
      .compile(),
    database
      .insertInto('sms')
      .values({
        id: v7(),
        ...common,
        invitation: v7(),
        staff,
        number_hash: hash(),
        state: 'delivered',
        sealed: null,
        attempts: 1,
        next_at: at,
        created_at: at,
        expires_at: at,
      })
      .compile(),
    database
      .insertInto('caller_credential')
      .values({ token_hash: hash(), session, scope: 'after', created_at: at })
      .compile(),
  ];
}

function rowOf(id: string, controller: string, staff: string, at: number, due: Due): SessionRow {
  const hash = () => randomBytes(32).toString('hex');
  return {
    id,
    controller,
    status: 'ended',
    staff,
    agent_name: 'Anna',
    language: 'lv',
    category: 'wifi',
    number_hash: hash(),
    call_hash: hash(),
    created_at: at,
    accepted_at: at,
    ended_at: at,
    end_reason: 'agent-ended',
    photos_due: due.photos,
    content_due: due.content,
    skeleton_due: due.skeleton,
    photos_erased_at: null,
    content_erased_at: null,
    period_version: null,
  };
}

/** An ordinary call: a guide of eight steps and a photo. */
function eventsOf(controller: string, staff: string, photo: string): readonly [Actor, SessionEvent][] {
  const agent = { kind: 'agent', staff } as const;
  const caller = { kind: 'caller' } as const;
  const [invitation, showing, request] = [v7(), v7(), v7()];
  const accepted = { terms: 'lmt-2026-10', notice: 'lmt-2026-10', language: 'lv', device: 'phone' } as const;
  const steps = [2, 3, 4, 5, 6, 7, 8].flatMap((step): [Actor, SessionEvent][] => [
    [agent, { type: 'StepTurned', showing, step }],
    [caller, { type: 'StepAnswered', showing, step, answer: 'done' }],
  ]);
  return [
    [
      agent,
      {
        type: 'SessionCreated',
        controller,
        staff,
        agentName: 'Anna',
        language: 'lv',
        category: 'wifi',
        matter: 'nestrādā internets mājās',
        number: '+37120000000',
        matchRequired: true,
        word: 'bērzs',
      },
    ],
    [agent, { type: 'InvitationIssued', invitation, way: 'sms', expiresAt: 0 }],
    [{ kind: 'system' }, { type: 'SmsSent', invitation }],
    [caller, { type: 'InvitationOpened', invitation, device: 'phone' }],
    [caller, { type: 'TermsAccepted', invitation, ...accepted, digits: '42' }],
    [agent, { type: 'MatchConfirmed' }],
    [
      agent,
      { type: 'GuideShown', showing, guide: 'wifi-password', version: 1, steps: 8, step: 1, turning: 'both' },
    ],
    ...steps,
    [agent, { type: 'PhotoRequested', request, hint: 'rūtera uzlīme' }],
    [
      caller,
      { type: 'PhotoShared', photo, width: 2048, height: 1536, bytes: 24_000, request, confirmed: 'v1' },
    ],
    [agent, { type: 'PhotoSeen', photo }],
    [agent, { type: 'SessionEnded', reason: 'agent-ended' }],
  ];
}

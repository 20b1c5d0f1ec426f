/**
 * The stage of the matrix: one session of `lmt` in each state, made by real calls, and everyone who might want
 * something of it. Time is moved while the stage is set, and not any more once it is played on.
 */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import type { Hold, Opening } from '../../protocol/review.ts';
import {
  connect,
  createVisitor,
  DEMO_PASSWORD,
  digitsOf,
  freshNumber,
  json,
  type PartySocket,
  signIn,
  startSession,
  type Visitor,
} from '../support/call.ts';
import { DAY, type Harness, MINUTE } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { newClient } from './client.ts';
import type { Role, State } from './table.ts';

export type Controller = 'lmt' | 'amigo';
export type Cookies = Partial<Record<'caller' | 'after', string>>;

export interface Target {
  readonly state: State;
  readonly session: string;
  readonly number: string;
  readonly note: string;
  readonly photo: string;
  readonly picture: string;
  readonly matter: string;
  readonly token: string;
  /** Six digits that have not been used, while there are any. */
  readonly code: string;
  readonly cookies: Cookies;
  readonly agent: PartySocket<AgentCommand> | undefined;
  readonly caller: PartySocket<CallerCommand> | undefined;
  readonly openings: { readonly waiting: string; readonly approved: string } | undefined;
  readonly hold: string | undefined;
}

export interface Stage {
  readonly harness: Harness;
  readonly targets: Readonly<Record<State, Target>>;
  /** Sessions on which holds and requests are tried, so that none of them stops what is tried on the others. */
  readonly heldTargets: Readonly<Record<State, Target>>;
  /** A session in this state that nobody has touched. */
  fresh(state: State): Promise<Target>;
  /** The cookies of a role, before this session. */
  cookiesOf(role: Role, target: Target): Promise<string>;
  /** The same for staff, with a sign-in of its own that can be ended. */
  signedInAnew(role: Role, target: Target): Promise<string>;
  readonly staff: Readonly<Record<StaffName, Visitor>>;
  readonly others: { readonly own: Target; readonly foreign: Target };
  /** What an SMS tells whoever asks for the page of their own number. */
  codeFor(controller: Controller, number: string): Promise<string>;
  ask(reviewer: Visitor, target: Target): Promise<Opening>;
  hold(reviewer: Visitor, target: Target, photo?: string): Promise<Hold>;
  /** An id of an agent of the other controller, and of a reviewer of this one. */
  readonly ids: Readonly<Record<StaffName, string>>;
}

const STAFF = {
  agent: 'anna@lmt',
  colleague: 'maris@lmt',
  supervisor: 'janis@lmt',
  reviewer: 'ilze@lmt',
  'second reviewer': 'liga@lmt',
  'foreign agent': 'anna@amigo',
  'foreign supervisor': 'janis@amigo',
  'foreign reviewer': 'ilze@amigo',
} as const satisfies Partial<Record<Role, string>>;
type StaffName = keyof typeof STAFF;
const isStaff = (role: Role): role is StaffName => Object.hasOwn(STAFF, role);

/** Sessions of the state `closed` that can be spent: more cannot be made without moving the clock. */
const CLOSED_IN_STOCK = 16;
const PICTURE = await jpeg(64, 48);
/** Sends within an hour that one number gets (INV-10); the next session to it stays `created`. */
const SENDS_TO_ONE_NUMBER = 6;

export async function setStage(harness: Harness): Promise<Stage> {
  const { address, clock } = harness;
  const account = {
    controller: 'lmt',
    name: 'Līga Zariņa',
    role: 'reviewer',
    password: DEMO_PASSWORD,
  } as const;
  await harness.services.identity.accounts.ensure({ ...account, login: 'liga@lmt' });
  let made = 0;

  async function signInAll() {
    const entries = Object.entries(STAFF).map(async ([name, login]) => {
      const { visitor, me } = await signIn(address, login);
      return [name, visitor, me.id] as const;
    });
    const people = await Promise.all(entries);
    return {
      visitors: Object.fromEntries(people.map(([name, visitor]) => [name, visitor])) as Record<
        StaffName,
        Visitor
      >,
      ids: Object.fromEntries(people.map(([name, , id]) => [name, id])) as Record<StaffName, string>,
    };
  }

  let { visitors: staff, ids } = await signInAll();
  const crowded = freshNumber();

  const ask = async (reviewer: Visitor, { session }: Pick<Target, 'session'>) => {
    const body = { session, purpose: 'compliance-review', caseReference: 'A-1', reason: 'a complaint' };
    return json<Opening>(await reviewer.post('/api/review/access', body), 201);
  };
  const hold = async (reviewer: Visitor, { session }: Pick<Target, 'session'>, photo?: string) => {
    const body = { session, reason: 'a claim', ...(photo === undefined ? {} : { photo }) };
    return json<Hold>(await reviewer.post('/api/review/holds', body), 201);
  };

  /** Plays a session up to a state; `closed` and `erased` are `ended` until the clock is moved. */
  async function build(state: State, controller: Controller = 'lmt'): Promise<Target> {
    made += 1;
    const visitor = controller === 'lmt' ? staff.agent : staff['foreign agent'];
    const matter = `matter-canary-${made}`;
    const note = `note-canary-${made}`;
    const photo = `photo-canary-${made}`;
    const number = state === 'created' ? crowded : freshNumber();
    const invite = state === 'created' ? 'sms' : 'code';
    const session = await startSession(visitor, { number, invite, matter });
    const agent = await connect<AgentCommand>(visitor, { as: 'agent', session });
    const target = { state, session, number, matter, note, photo, picture: 'no-such-picture' };
    const nothing = { token: '0'.repeat(22), code: '000000', cookies: {}, caller: undefined };
    const open = { openings: undefined, hold: undefined };
    if (state === 'created') return { ...target, ...nothing, ...open, agent };

    const code = codeIn(agent);
    if (state === 'invited') return { ...target, ...nothing, ...open, agent, code };
    const stranger = createVisitor(address);
    const redeemed = await json<{ token: string }>(
      await stranger.post('/api/invitation/code', { number, code }),
    );
    const { token } = redeemed;
    const view = await json<{ terms: { version: string }; notice: { version: string } }>(
      await stranger.post('/api/invitation/open', { token, device: 'phone' }),
    );
    if (state === 'opened') return { ...target, ...nothing, ...open, agent, token, code };

    const { terms, notice } = view;
    const accepted = { token, terms: terms.version, notice: notice.version, language: 'lv', device: 'phone' };
    const { reminder } = await json<{ reminder: string }>(
      await stranger.post('/api/invitation/accept', accepted),
    );
    const caller = await connect<CallerCommand>(stranger, { as: 'caller' });
    await agent.until((now) => now.status === 'joined');
    await agent.must({ type: 'ConfirmMatch', digits: digitsOf(caller.state()) });
    const confirmed = { 'x-confirmed': reminder };
    await json(await stranger.upload(`/api/caller/photos/${photo}`, PICTURE, confirmed), 201);
    const stored = await visitor.upload(`/api/sessions/${session}/pictures`, PICTURE);
    const { media } = await json<{ media: string }>(stored, 201);
    const noted = await agent.send({ type: 'ShowNote', text: note }, noteCommandOf(target));
    assert.ok(noted.ok);
    await agent.must({ type: 'RequestPhoto', hint: 'the label' });
    await agent.must({ type: 'ShowGuide', guide: 'wifi-password', step: 0, turning: 'both' });
    await caller.until((now) => now.status === 'joined' && now.joined.stage.kind === 'guide');
    const call = stranger.cookies();
    const whole = { ...target, ...open, agent, caller, token, code, picture: media };
    if (state === 'joined') return { ...whole, cookies: { caller: call } };
    await agent.must({ type: 'EndSession' });
    await caller.until((now) => now.status === 'ended');
    await json(await stranger.post('/api/caller/after', {}));
    return { ...whole, cookies: { caller: call, after: stranger.cookies() } };
  }

  /** With openings and a hold that were asked for before the content went. */
  async function buildErased(): Promise<Target> {
    const target = await build('erased');
    const waiting = await ask(staff.reviewer, target);
    const approved = await ask(staff.reviewer, target);
    await json(await staff['second reviewer'].post(`/api/review/access/${approved.id}/approve`, {}));
    const held = await hold(staff.reviewer, target);
    return { ...target, openings: { waiting: waiting.id, approved: approved.id }, hold: held.id };
  }

  const erased = await buildErased();
  const heldErased = await buildErased();
  await clock.pass(91 * DAY);
  ({ visitors: staff, ids } = await signInAll());

  const closed: Target[] = [];
  while (closed.length < CLOSED_IN_STOCK + 2) closed.push(await build('closed'));
  await clock.pass(31 * MINUTE);

  for (let sent = 0; sent < SENDS_TO_ONE_NUMBER; sent += 1) {
    await startSession(staff.agent, { number: crowded });
  }
  const others = { own: await build('joined'), foreign: await build('joined', 'amigo') };
  const overs = { own: await build('ended'), foreign: await build('ended', 'amigo') };
  const take = () => closed.pop() ?? assert.fail('the stock of closed sessions is spent');
  const each = async (erasedOne: Target): Promise<Readonly<Record<State, Target>>> => ({
    created: await build('created'),
    invited: await build('invited'),
    opened: await build('opened'),
    joined: await build('joined'),
    ended: await build('ended'),
    closed: take(),
    erased: erasedOne,
  });
  const targets = await each(erased);
  const heldTargets = await each(heldErased);
  // Checkpoints, so that there is something to prove of each of them.
  await clock.pass(0);
  for (const { session, state } of [...Object.values(targets), ...Object.values(heldTargets)]) {
    const seen = await json<{ status: string }>(await staff.reviewer.get(`/api/review/sessions/${session}`));
    assert.equal(seen.status, state === 'closed' ? 'ended' : state, `the stage's session is not ${state}`);
  }

  async function codeFor(controller: Controller, number: string): Promise<string> {
    const visitor = createVisitor(address);
    const client = { 'x-forwarded-for': newClient() };
    await json(await visitor.post('/api/subject/code', { controller, number, language: 'lv' }, client));
    for (let tries = 0; tries < 100; tries += 1) {
      const inbox = await json<{ to: string; text: string }[]>(await visitor.get('/demo/api/messages'));
      const [code] = /\b\d{6}\b/.exec(inbox.findLast(({ to }) => to === number)?.text ?? '') ?? [];
      if (code !== undefined) return code;
      await setImmediate();
    }
    return assert.fail(`no code for ${number}`);
  }

  const subjects = new Map<string, string>();
  async function subjectCookies(controller: Controller, number: string): Promise<string> {
    const key = `${controller} ${number}`;
    const cookies = subjects.get(key) ?? (await enter(controller, number));
    subjects.set(key, cookies);
    return cookies;
  }
  async function enter(controller: Controller, number: string): Promise<string> {
    const visitor = createVisitor(address);
    const body = { controller, number, code: await codeFor(controller, number) };
    const entered = await visitor.post('/api/subject/sign-in', body, { 'x-forwarded-for': newClient() });
    assert.equal(entered.status, 204, await entered.text());
    return visitor.cookies();
  }

  /** A day of `lmt` as its draw leaves it: `amigo` has no such one. */
  const drawn = { controller: 'lmt', day: '2026-11-20', sessions: 0, population: '', closed_at: clock.now() };
  const sample = { checkpoint: '{}', seed: '', by_risk: 0, by_chance: 0, drawn_at: clock.now() };
  const { database } = harness;
  await database.deleteFrom('audit_draw').execute();
  await database
    .insertInto('audit_draw')
    .values({ ...drawn, ...sample })
    .execute();

  const fixed: Partial<Record<Role, string | undefined>> = {
    'other caller': others.own.cookies.caller,
    'foreign caller': others.foreign.cookies.caller,
    'other after': overs.own.cookies.after,
    'foreign after': overs.foreign.cookies.after,
  };
  async function cookiesOf(role: Role, { cookies, number }: Target): Promise<string> {
    if (role === 'subject') return subjectCookies('lmt', number);
    if (role === 'other subject') return subjectCookies('lmt', others.own.number);
    if (role === 'foreign subject') return subjectCookies('amigo', number);
    if (role === 'caller' || role === 'after') return cookies[role] ?? '';
    return isStaff(role) ? staff[role].cookies() : (fixed[role] ?? '');
  }

  return {
    harness,
    targets,
    heldTargets,
    staff,
    ids,
    others,
    codeFor,
    ask,
    hold,
    async fresh(state) {
      // Of what is erased nothing can be spent.
      if (state === 'erased') return targets.erased;
      return state === 'closed' ? take() : build(state);
    },
    cookiesOf,
    async signedInAnew(role, target) {
      if (role === 'subject' || role === 'other subject') return enter('lmt', freshNumber());
      if (role === 'foreign subject') return enter('amigo', freshNumber());
      return isStaff(role) ? (await signIn(address, STAFF[role])).visitor.cookies() : cookiesOf(role, target);
    },
  };
}

/** Id of the command that showed the note: whoever repeats it is answered with the note again (RTM-5). */
export const noteCommandOf = ({ note }: Pick<Target, 'note'>): string => `command-${note}`;

function codeIn(agent: PartySocket<AgentCommand>): string {
  const state = agent.state();
  assert.ok(state.status === 'invited' && state.invitation.code !== undefined, JSON.stringify(state));
  return state.invitation.code;
}

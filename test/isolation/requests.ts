/**
 * How each line of the matrix is asked for: with values that are right in themselves, so that a refusal can only be
 * about who asks. A line that is not here is a GET of its own address, with the session's id where it says so.
 */
import { randomUUID } from 'node:crypto';
import { signatureOf } from '../../server/telephony/signature.ts';
import { createVisitor, DEMO_PASSWORD, freshNumber, json, type Visitor } from '../support/call.ts';
import { MAIL_SECRETS, TELEPHONY_SECRET } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
import { issue } from '../system/support.ts';
import type { Stage, Target } from './stage.ts';
import type { Role } from './table.ts';

export const GATEWAY_SECRET = 'a-gateway-secret-of-32-bytes-long';

export interface Asked {
  readonly path?: string;
  /** JSON, unless it is bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asking {
  readonly stage: Stage;
  readonly role: Role;
  readonly target: Target;
}

export interface Way {
  /** Moves the session on when it is allowed: then it is played on one of its own. */
  readonly spends?: true;
  /** Ends the sign-in of whoever asks: then it is played with one of its own. */
  readonly endsSignIn?: true;
  ask(asking: Asking): Asked | Promise<Asked>;
}

const get = (path: string): Way => ({ ask: () => ({ path }) });
const PICTURE = await jpeg(32, 24);
const picture = { body: PICTURE, headers: { 'content-type': 'image/jpeg' } };

/** What is signed by the machine that asks; everyone else signs nothing. */
function signed({ stage, role }: Asking, body: unknown): Asked {
  const bytes = JSON.stringify(body);
  const secret = {
    telephony: `${TELEPHONY_SECRET}-lmt`,
    'foreign telephony': `${TELEPHONY_SECRET}-amigo`,
    gateway: GATEWAY_SECRET,
  }[role as string];
  const type = { 'content-type': 'application/json' };
  if (secret === undefined) return { body: Buffer.from(bytes), headers: type };
  const signature = signatureOf(secret, bytes, stage.harness.clock.now());
  return { body: Buffer.from(bytes), headers: { ...type, 'x-zvana-signature': signature } };
}

/** With the secret of the mail system that asks; other machines sign with theirs. */
function mailSigned(asking: Asking, path: string, body: unknown): Asked {
  const controller = { 'mail system': 'lmt', 'foreign mail system': 'amigo' }[asking.role as string];
  if (controller === undefined) return { path, ...signed(asking, body) };
  const bytes = JSON.stringify(body);
  const signature = signatureOf(MAIL_SECRETS.get(controller) ?? '', bytes, asking.stage.harness.clock.now());
  return { path, body: Buffer.from(bytes), headers: { 'x-zvana-signature': signature } };
}

const systems = new WeakMap<Stage, Map<Role, Promise<string>>>();

/** With the key of the system that asks; everyone else has none. */
async function keyed({ stage, role }: Asking, asked: Asked = {}): Promise<Asked> {
  if (role !== 'system' && role !== 'foreign system') return asked;
  const known = systems.get(stage) ?? new Map<Role, Promise<string>>();
  systems.set(stage, known);
  const controller = role === 'system' ? 'lmt' : 'amigo';
  const token = known.get(role) ?? issue(stage.harness, { controller }).then((issued) => issued.token);
  known.set(role, token);
  return { ...asked, headers: { authorization: `Bearer ${await token}` } };
}

function takenBack(number = freshNumber()) {
  return {
    id: randomUUID(),
    number,
    change: 'withdrawn',
    purpose: 'offers',
    version: '1',
    language: 'lv',
    method: 'phone',
    reason: 'asked for it on the phone',
    read: false,
  };
}

interface HeldSubject {
  readonly subject: string;
  readonly record: string;
}
const subjects = new WeakMap<Stage, Promise<HeldSubject>>();

/** Somebody at `lmt` with one record, which a checkpoint covers. */
function heldSubject(stage: Stage): Promise<HeldSubject> {
  const known = subjects.get(stage);
  if (known) return known;
  const made = (async () => {
    const number = freshNumber();
    const { record } = await json<{ record: string }>(
      await stage.staff.agent.post('/api/consents/record', takenBack(number)),
      201,
    );
    const found = await stage.staff.reviewer.post('/api/review/consents/find', { number });
    const { holders } = await json<{ holders: { subject: string }[] }>(found);
    await stage.harness.services.catchUp();
    return { subject: holders[0]?.subject ?? '', record };
  })();
  subjects.set(stage, made);
  return made;
}

async function receiptPath(stage: Stage): Promise<string> {
  const { subject, record } = await heldSubject(stage);
  return `/api/review/consents/${subject}/receipts/${record}`;
}

async function versions({ harness }: Stage) {
  const view = async (kind: string) => {
    const answer = await fetch(`${harness.address}/texts/lmt/${kind}/lv`, { redirect: 'manual' });
    return answer.headers.get('location')?.split('/').at(-2) ?? '';
  };
  return { terms: await view('terms'), notice: await view('notice') };
}

async function opening({ stage, target }: Asking, what: 'waiting' | 'approved'): Promise<string> {
  if (target.openings) return target.openings[what];
  const { id } = await stage.ask(stage.staff.reviewer, target);
  if (what === 'approved') await yes(stage.staff['second reviewer'], `/api/review/access/${id}/approve`);
  return id;
}

/** The receipt of a consent that the session's subject has given. */
async function receipt({ stage, target }: Asking, more: string): Promise<Asked> {
  const holder = { controller: 'lmt', number: target.number };
  const text = { purpose: 'offers', version: '2', channels: ['sms'], language: 'lv' } as const;
  const given = await stage.harness.services.consents.give(holder, {
    ...text,
    method: 'self-service',
    assurance: 'number-proven',
  });
  if (!given.ok) throw new Error(given.code);
  return { path: `/api/subject/consents/receipts/${given.record.id}${more}` };
}

/** A hold that `reviewer` has asked for, as far as it has come. */
async function hold({ stage, target }: Asking, as: 'requested' | 'in-force' | 'lift-requested') {
  if (target.hold !== undefined) return target.hold;
  const { reviewer, 'second reviewer': second } = stage.staff;
  const { id } = await stage.hold(reviewer, target);
  if (as !== 'requested') await yes(second, `/api/review/holds/${id}/approve`);
  if (as === 'lift-requested') await yes(reviewer, `/api/review/holds/${id}/lift`, { reason: 'settled' });
  return id;
}

/** An unopened invitation has its link in an SMS or a code; the code is exchanged for what the link holds. */
async function linkOf({ stage, target }: Asking): Promise<string> {
  if (target.state !== 'invited') return target.token;
  const stranger = createVisitor(stage.harness.address);
  const redeemed = await stranger.post('/api/invitation/code', { number: target.number, code: target.code });
  return (await json<{ token: string }>(redeemed)).token;
}

async function yes(visitor: Visitor, path: string, body: unknown = {}): Promise<void> {
  const answer = await visitor.post(path, body);
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

/** An item of the audit queue about this session, as the day's draw makes it. */
async function item({ stage, target }: Asking, state: 'waiting' | 'taken'): Promise<string> {
  const id = randomUUID();
  const now = stage.harness.clock.now();
  const taken =
    state === 'taken' ? { taken_by: stage.ids.reviewer, taken_at: now } : { taken_by: null, taken_at: null };
  const row = {
    id,
    controller: 'lmt',
    session: target.session,
    day: `2026-01-01-${id}`,
    why: 'chance',
  } as const;
  const drawn = { points: 0, signals: '[]', state, drawn_at: now, closed_at: null, ...taken };
  await stage.harness.database
    .insertInto('audit_item')
    .values({ ...row, ...drawn })
    .execute();
  return id;
}

const finding = ({ ids }: Stage) => ({
  severity: 'minor',
  category: 'technical',
  text: 'the picture was blurred',
  followUp: { responsible: ids.reviewer, due: '2027-12-31' },
});

async function followUp(asking: Asking): Promise<string> {
  const path = `/api/review/queue/items/${await item(asking, 'taken')}/findings`;
  const recorded = await asking.stage.staff.reviewer.post(path, finding(asking.stage));
  return (await json<{ id: string }>(recorded, 201)).id;
}

let hours = 24;
/** Other periods than those that were proposed before. */
function periods() {
  hours += 1;
  return { periods: { photos: `PT${hours}H`, content: 'P90D', skeleton: 'P3Y' }, prolongEnded: false };
}

/** Nobody's proposal waits any more: there is one at a time. */
async function withoutProposal({ stage: { staff } }: Asking): Promise<void> {
  for (const name of ['reviewer', 'second reviewer', 'foreign reviewer'] as const) {
    const view = await json<{ proposal?: { id: string; own: boolean } }>(
      await staff[name].get('/api/review/periods'),
    );
    if (view.proposal?.own) await yes(staff[name], `/api/review/periods/${view.proposal.id}/withdraw`);
  }
}

async function proposal(asking: Asking): Promise<string> {
  await withoutProposal(asking);
  const body = { ...periods(), reason: 'longer complaints' };
  const proposed = await asking.stage.staff.reviewer.post('/api/review/periods', body);
  return (await json<{ id: string }>(proposed, 201)).id;
}

/** Two sizes of the log of whoever asks, or else of `lmt`. */
async function sizes({ stage: { staff }, role }: Asking): Promise<{ older: number; newer: number }> {
  const visitor = role === 'foreign reviewer' ? staff[role] : staff.reviewer;
  const lines = await json<{ size: number }[]>(await visitor.get('/api/review/ledger/checkpoints.json'));
  const found = lines.map(({ size }) => size).sort((one, other) => one - other);
  return { older: found[0] ?? 0, newer: found.at(-1) ?? 0 };
}

type Kind = 'access' | 'erasure' | 'restriction' | 'rectification';

/** A request of this session's subject that `reviewer` has registered, as far as it has come. */
async function request(
  { stage: { staff }, target }: Asking,
  kind: Kind,
  steps: Readonly<Record<string, object>> = {},
): Promise<string> {
  const body = { kind, number: target.number, text: 'please', language: 'lv' };
  const { id } = await json<{ id: string }>(await staff.reviewer.post('/api/review/requests', body), 201);
  for (const [step, given] of Object.entries(steps)) {
    await yes(staff.reviewer, `/api/review/requests/${id}/${step}`, given);
  }
  return id;
}

const VERIFIED = { verify: { how: 'called back' } };
/** A step on a request of this kind that is as far as this. */
const step = (
  name: string,
  body: (target: Target) => object,
  kind: Kind = 'access',
  steps: Readonly<Record<string, object>> = {},
): Way => ({
  ask: async (asking) => ({
    path: `/api/review/requests/${await request(asking, kind, steps)}/${name}`,
    body: body(asking.target),
  }),
});

const breachScope = ({ stage }: Asking) => ({
  kind: 'traffic',
  since: 0,
  until: stage.harness.clock.now() + 1,
});

async function breach(asking: Asking, steps: Readonly<Record<string, object>> = {}): Promise<string> {
  const { reviewer } = asking.stage.staff;
  const body = { awareAt: 1, scope: breachScope(asking), facts: 'a lost laptop' };
  const { id } = await json<{ id: string }>(await reviewer.post('/api/review/breaches', body), 201);
  for (const [name, given] of Object.entries(steps))
    await yes(reviewer, `/api/review/breaches/${id}/${name}`, given);
  return id;
}

const AUTHORITY = { at: 1, note: 'told' };
const SUBJECTS_TOLD = { at: 1, decision: 'told', note: 'told' };

/** Of no mail. */
const NO_TOKEN = 'A'.repeat(43);

let events = 0;

export const WAYS: Readonly<Record<string, Way>> = {
  'GET /assets/:file': get('/assets/page.js'),
  'GET /agent/*path': get('/agent/session/new'),
  'GET /agent/assets/:file': get('/agent/assets/page.js'),
  'GET /my/:controller': get('/my/lmt'),
  'GET /my/assets/:file': get('/my/assets/page.js'),
  'GET /:file': get('/robots.txt'),
  'GET /problems/:code': get('/problems/not_found'),
  'GET /consents/:controller/:language': get('/consents/lmt/lv'),
  'GET /consents/:controller/:purpose/:language': get('/consents/lmt/offers/lv'),
  'GET /consents/:controller/:purpose/:version/:language': get('/consents/lmt/offers/1/lv'),
  'GET /texts/:controller/:kind/:language': get('/texts/lmt/terms/lv'),
  'GET /texts/:controller/:kind/:version/:language': {
    ask: async ({ stage }) => ({ path: `/texts/lmt/notice/${(await versions(stage)).notice}/lv` }),
  },
  'GET /guides/:controller/:guide/:version/:language.json': get('/guides/lmt/wifi-password/1/lv.json'),
  'GET /guides/:controller/:guide/:version/:file.svg': get('/guides/lmt/wifi-password/1/wifi-list.svg'),

  'POST /demo/api/shown': { ask: () => ({ body: { ids: [] } }) },
  'POST /demo/api/hang-up': { ask: () => ({ body: { controller: 'lmt', number: '+37120000000' } }) },
  'POST /demo/api/advance': { ask: () => ({ body: { step: 'hour' } }) },
  'POST /demo/api/send': { ask: () => ({ body: { controller: 'lmt', from: '+37120000009', text: 'hm' } }) },

  'POST /api/calls/:call/ended': {
    spends: true,
    ask: (asking) => {
      events += 1;
      const body = { controller: 'lmt', event: `event-${events}`, number: asking.target.number };
      return { path: '/api/calls/-/ended', ...signed(asking, body) };
    },
  },
  'POST /api/sms/reports': { ask: (asking) => signed(asking, { id: 'message-1', outcome: 'delivered' }) },
  'POST /api/sms/messages': {
    ask: (asking) =>
      signed(asking, {
        id: 'm-1',
        to: '29307777',
        from: '+37120000009',
        text: 'hm',
        at: '2026-11-20T08:00:00Z',
      }),
  },

  'POST /api/mail/:controller/offers': {
    ask: (asking) =>
      mailSigned(asking, '/api/mail/lmt/offers', {
        request: 'r-1',
        offer: 'router-placement',
        number: asking.target.number,
        address: 'liene@example.lv',
        language: 'lv',
      }),
  },
  'POST /api/mail/:controller/reports': {
    ask: (asking) => mailSigned(asking, '/api/mail/lmt/reports', 'no report'),
  },
  'GET /o/:controller/:offer/:version/open/:token.gif': get(`/o/lmt/router-placement/1/open/${NO_TOKEN}.gif`),
  'GET /o/:controller/:offer/:version/:n/:token': get(`/o/lmt/router-placement/1/1/${NO_TOKEN}`),
  'GET /o/unsubscribe/:token': get(`/o/unsubscribe/${NO_TOKEN}`),
  'POST /o/unsubscribe/:token': { ask: () => ({ path: `/o/unsubscribe/${NO_TOKEN}`, body: {} }) },
  'GET /demo/mail/:position': get('/demo/mail/1'),
  'POST /api/caller/after/guides': { ask: () => ({ body: { address: 'nobody' } }) },

  'POST /api/v1/consents/check': {
    ask: (asking) =>
      keyed(asking, { body: { controller: 'lmt', number: asking.target.number, purpose: 'metadata' } }),
  },
  'POST /api/v1/consents/check-batch': {
    ask: (asking) =>
      keyed(asking, { body: { controller: 'lmt', numbers: [asking.target.number], purpose: 'metadata' } }),
  },
  'GET /api/v1/consents/changes': {
    ask: (asking) => keyed(asking, { path: '/api/v1/consents/changes?controller=lmt' }),
  },

  'POST /api/sign-in': {
    endsSignIn: true,
    ask: () => ({ body: { login: 'anna@lmt', password: DEMO_PASSWORD } }),
  },
  'POST /api/sign-out': { endsSignIn: true, ask: () => ({ body: { everywhere: false } }) },
  'POST /api/sessions': {
    ask: () => ({
      body: { number: freshNumber(), language: 'lv', category: 'wifi', matter: '', invite: 'code' },
    }),
  },
  'GET /api/sessions/:session/media/:id': {
    ask: ({ target }) => ({ path: `/api/sessions/${target.session}/media/${target.photo}` }),
  },
  'POST /api/sessions/:session/pictures': { ask: () => picture },

  'POST /api/invitation/open': {
    spends: true,
    ask: async (asking) => ({ body: { token: await linkOf(asking), device: 'phone' } }),
  },
  'POST /api/invitation/reading': {
    spends: true,
    ask: async (asking) => ({ body: { token: await linkOf(asking) } }),
  },
  'POST /api/invitation/accept': {
    spends: true,
    ask: async (asking) => ({
      body: {
        token: await linkOf(asking),
        ...(await versions(asking.stage)),
        language: 'lv',
        device: 'phone',
      },
    }),
  },
  'POST /api/invitation/code': {
    spends: true,
    ask: ({ target }) => ({ body: { number: target.number, code: target.code } }),
  },
  'POST /api/caller/after': { ask: () => ({ body: {} }) },
  'POST /api/caller/after/rating': { ask: () => ({ body: { score: 4 } }) },
  'GET /consents/:controller/:purpose/:version/:language.json': get('/consents/lmt/offers/2/lv.json'),
  'POST /api/caller/after/erase': { spends: true, ask: ({ target }) => ({ body: { photo: target.photo } }) },
  'GET /api/caller/media/:id': { ask: ({ target }) => ({ path: `/api/caller/media/${target.photo}` }) },
  'POST /api/caller/photos/:photo': {
    ask: async ({ stage }) => {
      const answer = await fetch(`${stage.harness.address}/api/caller`, {
        headers: { cookie: stage.others.own.cookies.caller ?? '' },
      });
      const { reminder } = (await answer.json()) as { reminder: string };
      const headers = { ...picture.headers, 'x-confirmed': reminder };
      return { path: '/api/caller/photos/photo-of-the-matrix', body: PICTURE, headers };
    },
  },

  'GET /api/subject/of/:controller': get('/api/subject/of/lmt'),
  'POST /api/subject/code': {
    ask: () => ({ body: { controller: 'lmt', number: freshNumber(), language: 'lv' } }),
  },
  'POST /api/subject/sign-in': {
    endsSignIn: true,
    ask: async ({ stage }) => {
      const number = freshNumber();
      return { body: { controller: 'lmt', number, code: await stage.codeFor('lmt', number) } };
    },
  },
  'POST /api/subject/sign-out': { endsSignIn: true, ask: () => ({ body: {} }) },
  'GET /api/subject/calls/:session/media/:id': {
    ask: ({ target }) => ({ path: `/api/subject/calls/${target.session}/media/${target.photo}` }),
  },
  'POST /api/subject/calls/:session/erase': {
    spends: true,
    ask: ({ target }) => ({ body: { what: 'photo', photo: target.photo } }),
  },
  // Of everyone's own: the purpose that customers of any operator can give.
  'POST /api/subject/consents/give': {
    ask: ({ role }) => ({
      body: {
        id: randomUUID(),
        language: 'lv',
        purpose: 'offers',
        version: role === 'foreign subject' ? '1' : '2',
        channels: ['sms'],
      },
    }),
  },
  'POST /api/subject/consents/withdraw': {
    ask: () => ({ body: { id: randomUUID(), language: 'lv', purpose: 'offers' } }),
  },
  'POST /api/subject/consents/withdraw-all': {
    ask: () => ({ body: { id: randomUUID(), language: 'lv' } }),
  },
  'GET /api/subject/consents/receipts/:record': { ask: (asking) => receipt(asking, '') },
  'GET /api/subject/consents/receipts/:record/file': { ask: (asking) => receipt(asking, '/file') },
  'POST /api/subject/requests': {
    ask: () => ({ body: { kind: 'access', text: 'what do you keep', language: 'lv' } }),
  },

  'GET /api/review/sessions/export': get('/api/review/sessions/export?format=json'),
  'GET /api/review/log/:seq': get('/api/review/log/1'),
  'GET /api/review/summary': get('/api/review/summary?from=2026-11-20&to=2026-11-21'),
  'POST /api/review/access': {
    ask: ({ target }) => ({
      body: { session: target.session, purpose: 'legal-claim', caseReference: 'A-1', reason: 'a claim' },
    }),
  },
  'GET /api/review/access': {
    ask: ({ target }) => ({ path: `/api/review/access?session=${target.session}` }),
  },
  'POST /api/review/access/:id/approve': {
    ask: async (asking) => ({
      path: `/api/review/access/${await opening(asking, 'waiting')}/approve`,
      body: {},
    }),
  },
  'POST /api/review/access/:id/refuse': {
    ask: async (asking) => ({
      path: `/api/review/access/${await opening(asking, 'waiting')}/refuse`,
      body: { why: 'no case' },
    }),
  },
  'GET /api/review/access/:id/session': {
    ask: async (asking) => ({ path: `/api/review/access/${await opening(asking, 'approved')}/session` }),
  },
  'GET /api/review/access/:id/media/:media': {
    ask: async (asking) => ({
      path: `/api/review/access/${await opening(asking, 'approved')}/media/${asking.target.photo}`,
    }),
  },

  'GET /api/review/holds': { ask: ({ target }) => ({ path: `/api/review/holds?session=${target.session}` }) },
  'POST /api/review/holds': {
    ask: ({ target }) => ({ body: { session: target.session, reason: 'a claim' } }),
  },
  'POST /api/review/holds/:id/approve': {
    ask: async (asking) => ({
      path: `/api/review/holds/${await hold(asking, 'requested')}/approve`,
      body: {},
    }),
  },
  'POST /api/review/holds/:id/withdraw': {
    ask: async (asking) => ({
      path: `/api/review/holds/${await hold(asking, 'requested')}/withdraw`,
      body: {},
    }),
  },
  'POST /api/review/holds/:id/lift': {
    ask: async (asking) => ({
      path: `/api/review/holds/${await hold(asking, 'in-force')}/lift`,
      body: { reason: 'settled' },
    }),
  },
  'POST /api/review/holds/:id/approve-lift': {
    ask: async (asking) => ({
      path: `/api/review/holds/${await hold(asking, 'lift-requested')}/approve-lift`,
      body: {},
    }),
  },

  'GET /api/review/queue': get('/api/review/queue?state=open'),
  'GET /api/review/queue/draws/:day': {
    ask: () => ({ path: '/api/review/queue/draws/2026-11-20' }),
  },
  'GET /api/review/queue/items/:item': {
    ask: async (asking) => ({ path: `/api/review/queue/items/${await item(asking, 'waiting')}` }),
  },
  'POST /api/review/queue/items/:item/take': {
    ask: async (asking) => ({
      path: `/api/review/queue/items/${await item(asking, 'waiting')}/take`,
      body: {},
    }),
  },
  'POST /api/review/queue/items/:item/no-finding': {
    ask: async (asking) => ({
      path: `/api/review/queue/items/${await item(asking, 'taken')}/no-finding`,
      body: {},
    }),
  },
  'POST /api/review/queue/items/:item/findings': {
    ask: async (asking) => ({
      path: `/api/review/queue/items/${await item(asking, 'taken')}/findings`,
      body: finding(asking.stage),
    }),
  },
  'GET /api/review/findings': get('/api/review/findings?state=open'),
  'POST /api/review/findings/:finding/done': {
    ask: async (asking) => ({
      path: `/api/review/findings/${await followUp(asking)}/done`,
      body: { note: 'done' },
    }),
  },

  'POST /api/review/periods/simulate': { ask: () => ({ body: periods() }) },
  'POST /api/review/periods': {
    ask: async (asking) => {
      await withoutProposal(asking);
      return { body: { ...periods(), reason: 'longer complaints' } };
    },
  },
  'POST /api/review/periods/:id/approve': {
    ask: async (asking) => ({ path: `/api/review/periods/${await proposal(asking)}/approve`, body: {} }),
  },
  'POST /api/review/periods/:id/refuse': {
    ask: async (asking) => ({
      path: `/api/review/periods/${await proposal(asking)}/refuse`,
      body: { why: 'too long' },
    }),
  },
  'POST /api/review/periods/:id/withdraw': {
    ask: async (asking) => ({ path: `/api/review/periods/${await proposal(asking)}/withdraw`, body: {} }),
  },

  // Taking one back is open to everyone, with every controller's own texts.
  'POST /api/consents/record': { ask: () => ({ body: takenBack() }) },
  'POST /api/review/consents/find': { ask: () => ({ body: { number: freshNumber() } }) },
  'GET /api/review/consents/:subject/proof': {
    ask: async ({ stage }) => ({
      path: `/api/review/consents/${(await heldSubject(stage)).subject}/proof?seq=2`,
    }),
  },
  'GET /api/review/consents/:subject/receipts/:record': {
    ask: async ({ stage }) => ({ path: await receiptPath(stage) }),
  },
  'GET /api/review/consents/:subject/receipts/:record/file': {
    ask: async ({ stage }) => ({ path: `${await receiptPath(stage)}/file` }),
  },

  'GET /api/review/ledger/proof': {
    ask: ({ target }) => ({ path: `/api/review/ledger/proof?session=${target.session}&seq=1` }),
  },
  'GET /api/review/ledger/consistency': {
    ask: async (asking) => {
      const { older, newer } = await sizes(asking);
      return { path: `/api/review/ledger/consistency?older=${older}&newer=${newer}` };
    },
  },
  'POST /api/review/requests': {
    ask: ({ target }) => ({
      body: { kind: 'access', number: target.number, text: 'please', language: 'lv' },
    }),
  },
  'POST /api/review/requests/search': { ask: ({ target }) => ({ body: { number: target.number } }) },
  'GET /api/review/requests/:id': {
    ask: async (asking) => ({ path: `/api/review/requests/${await request(asking, 'access')}` }),
  },
  'GET /api/review/requests/:id/export': {
    ask: async (asking) => ({
      path: `/api/review/requests/${await request(asking, 'access', VERIFIED)}/export`,
    }),
  },
  'POST /api/review/requests/:id/verify': step('verify', () => VERIFIED.verify),
  'POST /api/review/requests/:id/assign': step('assign', () => ({})),
  'POST /api/review/requests/:id/extend': step('extend', () => ({ reason: 'many calls' })),
  'POST /api/review/requests/:id/notify': step('notify', () => ({ recipient: 'AWS', what: 'erased' })),
  'POST /api/review/requests/:id/answer': step('answer', () => ({
    outcome: 'refused',
    article: '12(6)',
    explanation: 'we could not tell who you are',
  })),
  'POST /api/review/requests/:id/erase': {
    spends: true,
    ...step('erase', () => ({ explanation: 'erased' }), 'erasure', VERIFIED),
  },
  'POST /api/review/requests/:id/restrict': {
    spends: true,
    ...step('restrict', () => ({ explanation: 'restricted' }), 'restriction', VERIFIED),
  },
  'POST /api/review/requests/:id/lift': {
    spends: true,
    ...step('lift', () => ({ informed: 'by letter' }), 'restriction', {
      ...VERIFIED,
      restrict: { explanation: 'restricted' },
    }),
  },
  'POST /api/review/requests/:id/rectify': step(
    'rectify',
    ({ session }) => ({ session, statement: 'it was another router', explanation: 'added' }),
    'rectification',
    VERIFIED,
  ),

  'GET /api/review/breach/scope': {
    ask: (asking) => ({
      path: `/api/review/breach/scope?kind=traffic&since=0&until=${breachScope(asking).until}`,
    }),
  },
  'GET /api/review/breach/affected': {
    ask: (asking) => ({
      path: `/api/review/breach/affected?kind=traffic&since=0&until=${breachScope(asking).until}&format=json`,
    }),
  },
  'POST /api/review/breaches': {
    ask: (asking) => ({ body: { awareAt: 1, scope: breachScope(asking), facts: 'a lost laptop' } }),
  },
  'POST /api/review/breaches/:id/authority': {
    ask: async (asking) => ({
      path: `/api/review/breaches/${await breach(asking)}/authority`,
      body: AUTHORITY,
    }),
  },
  'POST /api/review/breaches/:id/subjects': {
    ask: async (asking) => ({
      path: `/api/review/breaches/${await breach(asking)}/subjects`,
      body: SUBJECTS_TOLD,
    }),
  },
  'POST /api/review/breaches/:id/close': {
    ask: async (asking) => {
      const id = await breach(asking, { authority: AUTHORITY, subjects: SUBJECTS_TOLD });
      return { path: `/api/review/breaches/${id}/close`, body: { note: 'closed' } };
    },
  },
  'POST /api/review/ledger/verify': { ask: () => ({ body: {} }) },
};

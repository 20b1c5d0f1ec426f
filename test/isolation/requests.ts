/**
 * How each line of the matrix is asked for: with values that are right in themselves, so that a refusal can only be
 * about who asks. A line that is not here is a GET of its own address, with the session's id where it says so.
 */
import { signatureOf } from '../../server/telephony/signature.ts';
import { createVisitor, DEMO_PASSWORD, freshNumber, json, type Visitor } from '../support/call.ts';
import { TELEPHONY_SECRET } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';
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

let events = 0;

export const WAYS: Readonly<Record<string, Way>> = {
  'GET /assets/:file': get('/assets/page.js'),
  'GET /agent/*path': get('/agent/session/new'),
  'GET /agent/assets/:file': get('/agent/assets/page.js'),
  'GET /:file': get('/robots.txt'),
  'GET /problems/:code': get('/problems/not_found'),
  'GET /texts/:controller/:kind/:language': get('/texts/lmt/terms/lv'),
  'GET /texts/:controller/:kind/:version/:language': {
    ask: async ({ stage }) => ({ path: `/texts/lmt/notice/${(await versions(stage)).notice}/lv` }),
  },
  'GET /guides/:controller/:guide/:version/:language.json': get('/guides/lmt/wifi-password/1/lv.json'),
  'GET /guides/:controller/:guide/:version/:file.svg': get('/guides/lmt/wifi-password/1/wifi-list.svg'),

  'POST /demo/api/shown': { ask: () => ({ body: { ids: [] } }) },
  'POST /demo/api/hang-up': { ask: () => ({ body: { controller: 'lmt', number: '+37120000000' } }) },
  'POST /demo/api/advance': { ask: () => ({ body: { step: 'hour' } }) },

  'POST /api/calls/:call/ended': {
    spends: true,
    ask: (asking) => {
      events += 1;
      const body = { controller: 'lmt', event: `event-${events}`, number: asking.target.number };
      return { path: '/api/calls/-/ended', ...signed(asking, body) };
    },
  },
  'POST /api/sms/reports': { ask: (asking) => signed(asking, { id: 'message-1', outcome: 'delivered' }) },

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
    ask: async ({ stage }) => {
      const number = freshNumber();
      return { body: { controller: 'lmt', number, code: await stage.codeFor('lmt', number) } };
    },
  },
  'POST /api/subject/sign-out': { ask: () => ({ body: {} }) },

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
};

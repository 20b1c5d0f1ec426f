/** Pictures in and out: the caller's photos, and the agent's pictures of the moment. Raw bodies, no multipart. */
import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import type { PhotoStored, PictureStored } from '../../protocol/http.ts';
import type { SessionState } from '../../protocol/session.ts';
import { currentText } from '../content/texts.ts';
import type { Content } from '../content/types.ts';
import type { Intake, StoredPicture } from '../media/intake.ts';
import type { MediaReader } from '../media/reader.ts';
import { agentPurpose, type Grant, type Guarded } from '../privacy/guard.ts';
import type { Purpose } from '../privacy/policy.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import type { Sessions } from '../session/sessions.ts';
import { parse, readRaw } from './body.ts';
import type { CallerGate } from './caller-gate.ts';
import { MAX_PHOTO_BYTES } from './caller-views.ts';
import { mediaHeaders } from './headers.ts';
import { guardedOf, ownSession } from './own-session.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface PictureDeps {
  readonly sessions: Sessions;
  readonly intake: Intake;
  readonly reader: MediaReader;
  readonly content: Content;
  readonly guard: Guard;
  readonly callerGate: CallerGate;
  readonly staffGate: StaffGate;
  readonly newId: () => string;
  /** Free space is above the minimum. */
  readonly hasRoom: () => Promise<boolean>;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Width = v.pipe(v.string(), v.regex(/^\d{2,4}$/), v.transform(Number));
/** Small ones for the agent's strip; the widths of phones for what the agent shows. Pixels. */
const PHOTO_WIDTHS = [320];
const PICTURE_WIDTHS = [480, 960];

export function pictureRoutes(deps: PictureDeps): Router {
  const { reader, callerGate, staffGate } = deps;
  const router = Router();

  router.post('/api/caller/photos/:photo', async (req, res) => {
    res.status(201).json(await takePhoto(deps, req));
  });

  router.get('/api/caller/media/:id', async (req, res) => {
    const { session, scope, state } = await callerGate(req);
    const of = guardedOf(session, state);
    // After the end the call's credential is good for its exchange and nothing else.
    if (scope === 'call' && of.endedAt !== undefined) throw new HttpRefusal('session_ended');
    const purpose = of.endedAt === undefined ? 'assist' : 'subject-request';
    await sendPicture(deps, req, res, { asker: caller(of), purpose, of, state });
  });

  router.post('/api/sessions/:session/pictures', staffGate('agent'), async (req, res) => {
    res.status(201).json(await takePicture(deps, req, res));
  });

  router.get('/api/sessions/:session/media/:id', staffGate('agent'), async (req, res) => {
    const { session, state } = await ownSession(deps, req, res);
    const of = guardedOf(session, state);
    await sendPicture({ ...deps, reader }, req, res, {
      asker: agent(of, res),
      purpose: agentPurpose(of),
      of,
      state,
    });
  });

  return router;
}

/** Checks what can be checked before the body is read, then stores, then records; an answer means durable. */
async function takePhoto(deps: PictureDeps, req: Request): Promise<PhotoStored> {
  const { sessions, intake, content, callerGate } = deps;
  const { session, scope, state } = await callerGate(req);
  if (scope !== 'call' || state.status === 'ended') throw new HttpRefusal('session_ended');
  if (state.status !== 'joined') throw new HttpRefusal('session_not_joined');
  if (state.joined.match.kind === 'pending') throw new HttpRefusal('match_required');
  const photo = parse(Id, req.params.photo);
  const confirmed = req.get('x-confirmed');
  // The caller confirms for each photo that it concerns the matter and shows nothing it must not.
  if (confirmed !== currentText(content, state.controller, 'reminder').version) {
    throw new HttpRefusal('photo_unconfirmed');
  }
  const request = req.get('x-request');
  const of = guardedOf(session, state);
  const grant = await mustGrant(deps.guard, caller(of), 'assist', 'photo', 'write', of);
  const { width, height, bytes, digest } = await store(deps, grant, req, photo, 'photo', PHOTO_WIDTHS);
  const command = {
    type: 'SharePhoto',
    photo,
    width,
    height,
    bytes,
    confirmed,
    ...(request === undefined ? {} : { request: parse(Id, request) }),
  } as const;
  const outcome = await sessions.execute(session, { by: 'caller', command }, { object: digest });
  if (!outcome.ok) {
    // A repeat that comes after the call has ended, say, must not take away what an event already tells of.
    if (!(await isShared(sessions, session, photo))) await intake.discard(session, photo);
    throw new HttpRefusal(outcome.code);
  }
  return { photo, width, height, bytes };
}

async function takePicture(deps: PictureDeps, req: Request, res: Response): Promise<PictureStored> {
  const { session, state } = await ownSession(deps, req, res);
  if (state.status !== 'joined') throw new HttpRefusal('session_not_joined');
  const of = guardedOf(session, state);
  const grant = await mustGrant(deps.guard, agent(of, res), 'assist', 'shown', 'write', of);
  const stored = await store(deps, grant, req, deps.newId(), 'picture', PICTURE_WIDTHS);
  return { media: stored.media, width: stored.width, height: stored.height };
}

async function store(
  { intake, hasRoom }: PictureDeps,
  grant: Grant,
  req: Request,
  media: string,
  kind: 'photo' | 'picture',
  widths: readonly number[],
): Promise<StoredPicture> {
  if (!(await hasRoom())) throw new HttpRefusal('storage_full');
  const bytes = await readRaw(req, MAX_PHOTO_BYTES);
  const stored = await intake.store(grant, { media, kind, bytes, widths });
  if (!stored.ok) throw new HttpRefusal(stored.code);
  return stored;
}

interface Reading {
  readonly asker: Parameters<Guard['ask']>[0];
  readonly purpose: Purpose;
  readonly of: Guarded;
  readonly state: SessionState;
}

async function sendPicture(deps: PictureDeps, req: Request, res: Response, reading: Reading): Promise<void> {
  const { asker, purpose, of, state } = reading;
  const id = parse(Id, req.params.id);
  const photo = photosOf(state).find((one) => one.id === id);
  if (photo?.erased) throw new HttpRefusal('photo_gone');
  const category = photo ? 'photo' : 'shown';
  const grant = await mustGrant(deps.guard, asker, purpose, category, 'read', of);
  const width = req.query.width === undefined ? undefined : parse(Width, req.query.width);
  const picture = await deps.reader.open(grant, id, width);
  if (!picture) throw new HttpRefusal('photo_unknown');
  mediaHeaders(res, req.query.download === undefined ? undefined : `${id}.jpg`);
  res.type('image/jpeg').send(Buffer.from(picture.bytes));
}

async function mustGrant(guard: Guard, ...question: Parameters<Guard['ask']>): Promise<Grant> {
  const granted = await guard.ask(...question);
  if (!granted.ok) throw new HttpRefusal(granted.code);
  return granted.grant;
}

/** Whoever came through the caller's gate. */
function caller({ controller }: Guarded) {
  return { who: 'caller', controller, own: true } as const;
}

/** Whoever came through the staff's gate to a session of their own. */
function agent({ controller }: Guarded, res: Response) {
  return { who: 'agent', controller, own: true, staff: staffOf(res).id } as const;
}

async function isShared(sessions: Sessions, session: string, photo: string): Promise<boolean> {
  const view = await sessions.view(session);
  return view !== undefined && photosOf(view.state).some(({ id }) => id === photo);
}

function photosOf(state: SessionState) {
  return state.status === 'joined' || state.status === 'ended' ? (state.joined?.photos ?? []) : [];
}

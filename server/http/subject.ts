/** The subject's own page behind its door: calls that are kept, pictures, erasure, requests. */
import { pipeline } from 'node:stream/promises';
import { type Request, Router } from 'express';
import * as v from 'valibot';
import type { Refusal } from '../../protocol/errors.ts';
import { LANGUAGES } from '../../protocol/language.ts';
import { OBJECTED_PURPOSES, REQUEST_KINDS, type RequestRow } from '../../protocol/requests.ts';
import type { OwnRequest, SubjectView } from '../../protocol/subject.ts';
import type { MediaReader } from '../media/reader.ts';
import type { Clock } from '../ports.ts';
import type { ExportFor } from '../request/export/export.ts';
import type { Requests } from '../request/register.ts';
import { type OwnCall, photosOf, type SubjectCalls } from '../subject/calls.ts';
import type { EraseForSubject } from '../subject/erase.ts';
import { jsonBody, parse } from './body.ts';
import { mediaHeaders } from './headers.ts';
import { HttpRefusal, languageOf } from './problem.ts';
import type { SubjectGate } from './subject-gate.ts';

export interface SubjectDeps {
  readonly gate: SubjectGate;
  readonly calls: SubjectCalls;
  readonly erase: EraseForSubject;
  readonly reader: MediaReader;
  readonly requests: Pick<Requests, 'create' | 'ofSubject' | 'open'>;
  readonly exportFor: ExportFor;
  readonly clock: Clock;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Width = v.pipe(v.string(), v.regex(/^\d{2,4}$/), v.transform(Number));
const Erase = v.variant('what', [
  v.strictObject({ what: v.literal('photo'), photo: Id }),
  v.strictObject({ what: v.literal('photos') }),
  v.strictObject({ what: v.literal('content') }),
]);
const Against = v.pipe(v.array(v.picklist(OBJECTED_PURPOSES)), v.minLength(1), v.maxLength(5));
const Ask = v.pipe(
  v.strictObject({
    kind: v.picklist(REQUEST_KINDS),
    text: v.pipe(v.string(), v.trim(), v.maxLength(4000)),
    language: v.picklist(LANGUAGES),
    against: v.exactOptional(Against),
  }),
  v.check(({ kind, against }) => (kind === 'objection') === (against !== undefined)),
);

export function subjectRoutes(deps: SubjectDeps): Router {
  const { gate, calls, erase, requests, exportFor, clock } = deps;
  const router = Router();

  router.get('/api/subject', async (req, res) => {
    const subject = await gate(req);
    const { controller, number, numberHash, until } = subject;
    const own = await requests.ofSubject(controller, numberHash);
    const view: SubjectView = {
      controller,
      numberEnd: number.slice(-3),
      now: clock.now(),
      until,
      ...(await calls.list(subject)),
      requests: await Promise.all(own.map((row) => withAnswer(requests, controller, row))),
    };
    res.json(view);
  });

  router.get('/api/subject/calls/:session', async (req, res) => {
    const found = await calls.detail(await gate(req), parse(Id, req.params.session));
    res.json(must(found).call);
  });

  router.get('/api/subject/calls/:session/media/:id', async (req, res) => {
    const { bytes, id } = await picture(deps, req);
    mediaHeaders(res, req.query.download === undefined ? undefined : `${id}.jpg`);
    res.type('image/jpeg').send(Buffer.from(bytes));
  });

  router.post('/api/subject/calls/:session/erase', jsonBody(), async (req, res) => {
    const named = parse(Erase, req.body);
    const done = await erase(await gate(req), parse(Id, req.params.session), named);
    res.json(must(done).erased);
  });

  router.post('/api/subject/requests', jsonBody(), async (req, res) => {
    const asked = parse(Ask, req.body);
    const { controller, number } = await gate(req);
    const request = await requests.create({
      ...asked,
      controller,
      number,
      channel: 'subject-page',
      verified: { how: 'subject-page: a code sent to the number was typed back' },
    });
    res.status(201).json(ownRequest(request));
  });

  router.get('/api/subject/export', async (req, res) => {
    const { controller, number, numberHash } = await gate(req);
    const asker = { who: 'caller', controller, own: true } as const;
    const language = languageOf(req);
    const { bytes } = must(await exportFor({ asker, controller, number, numberHash, language }));
    res.set('content-disposition', 'attachment; filename="zvana-asistents.zip"').type('application/zip');
    await pipeline(bytes, res);
  });

  return router;
}

async function picture({ gate, calls, reader }: SubjectDeps, req: Request) {
  const subject = await gate(req);
  const id = parse(Id, req.params.id);
  const call = must(await calls.own(subject, parse(Id, req.params.session)));
  const category = categoryOf(call, id);
  const { grant } = must(await calls.grant(subject, call, category));
  const width = req.query.width === undefined ? undefined : parse(Width, req.query.width);
  const opened = await reader.open(grant, id, width);
  if (!opened) throw new HttpRefusal('photo_unknown');
  return { bytes: opened.bytes, id };
}

/** The caller's own photo, or else a picture that the agent showed. */
function categoryOf({ state }: OwnCall, id: string): 'photo' | 'shown' {
  const photo = photosOf(state).find((one) => one.id === id);
  if (photo?.erased) throw new HttpRefusal('photo_gone');
  return photo ? 'photo' : 'shown';
}

function must<T extends { readonly ok: true }>(answer: T | Refusal): T {
  if (!answer.ok) throw new HttpRefusal(answer.code);
  return answer;
}

/** Once it is closed, also what was answered. */
async function withAnswer(
  requests: SubjectDeps['requests'],
  controller: string,
  row: RequestRow,
): Promise<OwnRequest> {
  const answer = row.closedAt && (await requests.open(controller, row.id))?.details.answer;
  return answer ? { ...ownRequest(row), answer: answer.explanation } : ownRequest(row);
}

/** Without who works on it. */
function ownRequest(row: RequestRow): OwnRequest {
  const { id, kind, state, receivedAt, due, extended, outcome, article, closedAt, restriction } = row;
  return {
    id,
    kind,
    state,
    receivedAt,
    due,
    extended,
    ...(outcome === undefined ? {} : { outcome }),
    ...(article === undefined ? {} : { article }),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(restriction === undefined ? {} : { restriction }),
  };
}

/** Opening a session's content: ask, decide, look. Every look is checked against the clock anew. */
import { Router } from 'express';
import * as v from 'valibot';
import type { Refusal } from '../../protocol/errors.ts';
import { type OpenedSession, type Openings, REVIEW_PURPOSES } from '../../protocol/review.ts';
import type { MediaReader } from '../media/reader.ts';
import type { Sanitiser } from '../media/sanitiser.ts';
import { markFor } from '../media/watermark.ts';
import type { ReviewAccess } from '../review/access.ts';
import { jsonBody, parse } from './body.ts';
import { mediaHeaders } from './headers.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface ReviewAccessRouteDeps {
  readonly gate: StaffGate;
  readonly access: ReviewAccess;
  readonly reader: MediaReader;
  readonly mark: Sanitiser['mark'];
  readonly now: () => number;
}

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
const Text = (longest: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(longest));
const Ask = v.strictObject({
  session: Id,
  purpose: v.picklist(REVIEW_PURPOSES),
  caseReference: Text(80),
  reason: Text(500),
});
const Why = v.strictObject({ why: Text(500) });
const Of = v.strictObject({ session: v.exactOptional(Id) });
const Width = v.optional(v.pipe(v.string(), v.regex(/^\d{2,4}$/), v.transform(Number)));

export function reviewAccessRoutes({ gate, access, reader, mark, now }: ReviewAccessRouteDeps): Router {
  const router = Router();
  const reviewer = gate('reviewer');

  router.post('/api/review/access', reviewer, jsonBody(), async (req, res) => {
    const asked = await access.request(staffOf(res), parse(Ask, req.body));
    res.status(201).json(must(asked).value);
  });

  router.get('/api/review/access', reviewer, async (req, res) => {
    const { session } = parse(Of, req.query);
    const openings = await access.list(staffOf(res), session);
    const secondPerson = await access.needsSecond(staffOf(res).controller);
    res.json({ openings, secondPerson, now: now() } satisfies Openings);
  });

  router.post('/api/review/access/:id/approve', reviewer, jsonBody(), async (req, res) => {
    res.json(must(await access.approve(staffOf(res), parse(Id, req.params.id))).value);
  });

  router.post('/api/review/access/:id/refuse', reviewer, jsonBody(), async (req, res) => {
    const { why } = parse(Why, req.body);
    res.json(must(await access.refuse(staffOf(res), parse(Id, req.params.id), why)).value);
  });

  router.get('/api/review/access/:id/session', reviewer, async (req, res) => {
    const { value } = must(await access.events(staffOf(res), parse(Id, req.params.id)));
    res.set('cache-control', 'no-store');
    res.json({ ...value, now: now() } satisfies OpenedSession);
  });

  router.get('/api/review/access/:id/media/:media', reviewer, async (req, res) => {
    const media = parse(Id, req.params.media);
    const width = parse(Width, req.query.width);
    const { name } = staffOf(res);
    const opening = parse(Id, req.params.id);
    const { grant, caseReference } = must(await access.picture(staffOf(res), opening, media)).value;
    const picture = await reader.open(grant, media, width);
    if (!picture) throw new HttpRefusal('photo_unknown');
    // Who looked, for what and when, in the pixels: the picture that is stored stays as it is.
    const lines = [name, caseReference, `${rigaTime(now())} #${opening.slice(-8)}`];
    const marked = must(await mark(picture.bytes, markFor(lines, picture.width)));
    mediaHeaders(res, undefined);
    // Who looked, on every copy that a proxy or a developer tool might keep.
    res.set('x-viewed-by', encodeURIComponent(name));
    res.type('image/jpeg').send(Buffer.from(marked.variants[0].bytes));
  });

  return router;
}

/** `2026-11-20 10:04`, as the clock on the reviewer's wall says. */
function rigaTime(at: number): string {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/Riga');
  return `${time.toPlainDate()} ${time.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

function must<T extends { readonly ok: true }>(answer: T | Refusal): T {
  if (!answer.ok) throw new HttpRefusal(answer.code);
  return answer;
}

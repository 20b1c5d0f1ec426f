/** The agent's sessions: start one, list them, write the case note. Everything live goes over the socket. */
import { Router } from 'express';
import * as v from 'valibot';
import type { CaseNote, SessionRowView, SessionStarted } from '../../protocol/http.ts';
import { LANGUAGES, MATTER_CATEGORIES } from '../../protocol/language.ts';
import type { Database } from '../database.ts';
import type { Staff } from '../identity/staff.ts';
import type { Invitations } from '../invitation/invitations.ts';
import { parseNumber } from '../invitation/number.ts';
import type { Clock } from '../ports.ts';
import { agentPurpose } from '../privacy/guard.ts';
import type { Guard } from '../privacy/recorded-guard.ts';
import { type CaseNoteTexts, caseNote } from '../session/case-note.ts';
import type { Sessions } from '../session/sessions.ts';
import type { StartSession } from '../session/start.ts';
import { jsonBody, parse } from './body.ts';
import { ownSession } from './own-session.ts';
import { HttpRefusal } from './problem.ts';
import { type StaffGate, staffOf } from './staff-gate.ts';

export interface SessionDeps {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly start: StartSession;
  readonly invitations: Invitations;
  readonly clock: Clock;
  readonly gate: StaffGate;
  readonly guard: Guard;
  readonly prefixes: readonly string[];
  readonly noteTexts: CaseNoteTexts;
}

const Text = (longest: number) => v.pipe(v.string(), v.trim(), v.maxLength(longest));
const Start = v.strictObject({
  number: v.pipe(v.string(), v.maxLength(32)),
  language: v.picklist(LANGUAGES),
  category: v.picklist(MATTER_CATEGORIES),
  matter: Text(200),
  call: v.exactOptional(v.pipe(Text(128), v.nonEmpty())),
  invite: v.picklist(['sms', 'code']),
});
const NoteLanguage = v.optional(v.picklist(['lv', 'en']), 'lv');
/** Ended sessions that lists still show, in milliseconds: the agent may not have written the note yet. */
const RECENT_MS = 30 * 60_000;

export function sessionRoutes(deps: SessionDeps): Router {
  const { sessions, start, invitations, gate, guard, prefixes, noteTexts } = deps;
  const router = Router();

  router.post('/api/sessions', gate('agent'), jsonBody(), async (req, res) => {
    const { number: typed, invite, ...input } = parse(Start, req.body);
    const number = parseNumber(typed, prefixes);
    if (!number.ok) throw new HttpRefusal(number.code);
    const staff = staffOf(res);
    const started = await start(staff, { ...input, number: number.number });
    if (!started.ok) throw new HttpRefusal(started.code);
    const { session } = started;
    // An invitation that could not be sent leaves the session: the agent sees why, and can send again.
    if (invite === 'sms') await invitations.sendLink(session, staff.id);
    else await invitations.speakCode(session, staff.id);
    res.status(201).json({ session } satisfies SessionStarted);
  });

  router.get('/api/sessions', gate(), async (_req, res) => {
    res.json(await listFor(deps, staffOf(res)));
  });

  router.get('/api/sessions/:session/note', gate('agent'), async (req, res) => {
    const language = parse(NoteLanguage, req.query.language);
    const { session, state } = await ownSession(deps, req, res);
    const endedAt = state.status === 'ended' ? state.ended.at : undefined;
    const of = { session, controller: state.controller, endedAt };
    const { id: staff } = staffOf(res);
    const asker = { who: 'agent', controller: state.controller, own: true, staff } as const;
    const granted = await guard.ask(asker, agentPurpose(of), 'matter', 'read', of);
    if (!granted.ok) throw new HttpRefusal(granted.code);
    const events = await sessions.since(session, 0);
    res.json({ text: caseNote(noteTexts, state, events, language) } satisfies CaseNote);
  });

  return router;
}

/** Agents see their own; supervisors and reviewers the whole controller's. States, never content. */
async function listFor({ database, clock }: SessionDeps, staff: Staff): Promise<SessionRowView[]> {
  let query = database
    .selectFrom('session')
    .select([
      'id',
      'status',
      'staff',
      'agent_name',
      'category',
      'language',
      'created_at',
      'ended_at',
      'end_reason',
    ])
    .where('controller', '=', staff.controller)
    .where((where) =>
      where.or([where('ended_at', 'is', null), where('ended_at', '>', clock.now() - RECENT_MS)]),
    )
    .orderBy('created_at', 'desc')
    .limit(200);
  if (staff.role === 'agent') query = query.where('staff', '=', staff.id);
  const rows = await query.execute();
  return rows.map((row) => ({
    session: row.id,
    status: row.status,
    agentName: row.agent_name,
    own: row.staff === staff.id,
    category: row.category,
    language: row.language,
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.end_reason === null ? {} : { reason: row.end_reason }),
  }));
}

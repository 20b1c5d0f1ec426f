/** A reviewer's desk and calls with content, for tests of data subjects' requests. */
import assert from 'node:assert/strict';
import type { AgentCommand, CallerCommand } from '../../protocol/commands.ts';
import type { Problem } from '../../protocol/http.ts';
import type { CreateRequest, RequestKind, SubjectRequest } from '../../protocol/requests.ts';
import type { SessionState } from '../../protocol/session.ts';
import {
  accept,
  connect,
  createVisitor,
  digitsOf,
  json,
  type PlayedCall,
  signIn,
  startSession,
  tokenFor,
  type Visitor,
} from '../support/call.ts';
import type { Harness } from '../support/harness.ts';
import { jpeg } from '../support/pictures.ts';

export const NUMBER = '+37126123456';
export const WORDS = 'Lūdzu manus datus, zvanīju par maršrutētāju KANĀRIJPUTNIŅŠ.';
const HOW = 'Uzrādīta personas apliecība klientu centrā';

export interface Desk {
  readonly visitor: Visitor;
  create(kind: RequestKind, more?: Partial<CreateRequest>): Promise<SubjectRequest>;
  /** Created and with the identity checked. */
  verified(kind: RequestKind, more?: Partial<CreateRequest>): Promise<SubjectRequest>;
  step(id: string, what: string, body?: unknown): Promise<SubjectRequest>;
  /** The code of a step that must be refused. */
  refused(id: string, what: string, body?: unknown): Promise<string>;
  find(id: string): Promise<SubjectRequest>;
}

export async function openDesk(harness: Harness, login = 'ilze@lmt'): Promise<Desk> {
  const { visitor } = await signIn(harness.address, login);
  const path = (id: string, what: string) => `/api/review/requests/${id}/${what}`;
  const step = async (id: string, what: string, body: unknown = {}) =>
    json<SubjectRequest>(await visitor.post(path(id, what), body));
  const create = async (kind: RequestKind, more: Partial<CreateRequest> = {}) => {
    const asked = { kind, number: NUMBER, text: WORDS, language: 'lv', ...more };
    return json<SubjectRequest>(await visitor.post('/api/review/requests', asked), 201);
  };
  return {
    visitor,
    create,
    step,
    async verified(kind, more) {
      return step((await create(kind, more)).id, 'verify', { how: HOW });
    },
    refused: async (id, what, body = {}) => codeOf(await visitor.post(path(id, what), body)),
    find: async (id) => json<SubjectRequest>(await visitor.get(`/api/review/requests/${id}`)),
  };
}

export async function codeOf(response: Response): Promise<string> {
  const problem = (await response.json()) as Problem;
  assert.ok(!response.ok, JSON.stringify(problem));
  return problem.code;
}

/** A call of this number in which a photo was shared and a note shown. `end` ends it. */
export async function callOf(
  harness: Harness,
  number = NUMBER,
  more: { readonly agent?: string; readonly note?: string; readonly photo?: string } = {},
): Promise<PlayedCall & { end(): Promise<void> }> {
  const { agent = 'anna@lmt', note = 'Parole ir uz uzlīmes', photo = 'photo-0001' } = more;
  const call = await play(harness, number, agent, note);
  await call.agent.must({ type: 'ShowNote', text: note });
  await call.agent.must({ type: 'ShowGuide', guide: 'router-restart', step: 0, turning: 'both' });
  await call.caller.until((state) => shownOf(state) !== undefined);
  const showing = shownOf(call.caller.state()) ?? '';
  await call.caller.must({ type: 'AnswerStep', showing, step: 0, answer: 'help' });
  const { reminder } = await json<{ reminder: string }>(await call.callerVisitor.get('/api/caller'));
  const headers = { 'x-confirmed': reminder };
  await json(
    await call.callerVisitor.upload(`/api/caller/photos/${photo}`, await jpeg(400, 300), headers),
    201,
  );
  return {
    ...call,
    async end() {
      await call.agent.must({ type: 'EndSession' });
      call.close();
    },
  };
}

/** As `playToMatch`, for a number that may have had calls before: the newest SMS has been sent when it is read. */
async function play(harness: Harness, number: string, login: string, note: string): Promise<PlayedCall> {
  const { address } = harness;
  const { visitor: agentVisitor } = await signIn(address, login);
  const more = { number, matter: `Lieta: ${note}`, call: `c-${note}` };
  const session = await startSession(agentVisitor, more);
  await harness.services.catchUp();
  const agent = await connect<AgentCommand>(agentVisitor, { as: 'agent', session });
  const callerVisitor = createVisitor(address);
  await accept(callerVisitor, await tokenFor(address, number));
  const caller = await connect<CallerCommand>(callerVisitor, { as: 'caller' });
  await agent.must({ type: 'ConfirmMatch', digits: digitsOf(caller.state()) });
  const close = () => {
    agent.close();
    caller.close();
  };
  return { session, number, agentVisitor, callerVisitor, agent, caller, close };
}

function shownOf(state: SessionState): string | undefined {
  const stage = state.status === 'joined' ? state.joined.stage : undefined;
  return stage?.kind === 'guide' ? stage.showing : undefined;
}

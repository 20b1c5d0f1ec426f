/** Plays calls up to a shown guide, the way people do: what the steady load then goes on with. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AgentCommand, CallerCommand } from '../../../protocol/commands.ts';
import type { CodeAccepted } from '../../../protocol/http.ts';
import { PROTOCOL_VERSION } from '../../../protocol/version.ts';
import {
  accept,
  connect,
  createVisitor,
  digitsOf,
  freshNumber,
  json,
  startSession,
  type Visitor,
} from '../../support/call.ts';
import type { Pair, PartyPlan } from './orders.ts';

/** Calls set up at a time. */
const AT_ONCE = 8;

export async function realPairs(agent: Visitor, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  let left = count;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      pairs.push(await playToGuide(agent));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pairs;
}

/** Pairs of the bare relay: as many bytes in the handshake as the real ones have. */
export function barePairs(count: number): Pair[] {
  return Array.from({ length: count }, () => {
    const room = randomUUID();
    const headers = { origin: 'http://127.0.0.1:65535', cookie: `zvana_staff=${'x'.repeat(43)}` };
    const auth = { protocol: PROTOCOL_VERSION, language: 'lv', room };
    const { agent, caller } = commands(randomUUID());
    return {
      agent: { headers, auth, commands: agent, id: idPrefix() },
      caller: { headers, auth, commands: caller, id: idPrefix() },
    };
  });
}

async function playToGuide(visitor: Visitor): Promise<Pair> {
  const { address } = visitor;
  const number = freshNumber();
  const session = await startSession(visitor, { number, invite: 'code' });
  const agent = await connect<AgentCommand>(visitor, { as: 'agent', session });
  const invited = agent.state();
  assert.ok(invited.status === 'invited' && invited.invitation.code !== undefined);
  const callerVisitor = createVisitor(address);
  const { code } = invited.invitation;
  const redeemed = await callerVisitor.post('/api/invitation/code', { number, code });
  await accept(callerVisitor, (await json<CodeAccepted>(redeemed)).token);
  const caller = await connect<CallerCommand>(callerVisitor, { as: 'caller' });
  await agent.must({ type: 'ConfirmMatch', digits: digitsOf(caller.state()) });
  const [shown] = await agent.must({ type: 'ShowGuide', guide: 'router-lights', step: 0, turning: 'agent' });
  assert.ok(shown?.event.type === 'GuideShown');
  agent.close();
  caller.close();
  const plan = commands(shown.event.showing);
  return {
    agent: party(visitor, { as: 'agent', session }, plan.agent),
    caller: party(callerVisitor, { as: 'caller' }, plan.caller),
  };
}

function party(visitor: Visitor, who: object, commands: readonly [string, string]): PartyPlan {
  return {
    headers: { origin: visitor.address, cookie: visitor.cookies() },
    auth: { protocol: PROTOCOL_VERSION, language: 'lv', ...who },
    readyOn: 'welcome',
    commands,
    id: idPrefix(),
  };
}

/** The agent turns between two steps; the caller answers one step with "done" and "help" by turns. */
function commands(showing: string) {
  const turn = (step: number) => JSON.stringify({ type: 'TurnStep', showing, step });
  const answer = (given: string) => JSON.stringify({ type: 'AnswerStep', showing, step: 0, answer: given });
  return { agent: [turn(1), turn(0)], caller: [answer('done'), answer('help')] } as const;
}

function idPrefix(): string {
  return randomUUID().slice(0, 24);
}

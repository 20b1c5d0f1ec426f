/** Plays the lines of the matrix about routes: asks for each as each role in each state, and compares. */
import { newClient } from './client.ts';
import { type Asked, WAYS } from './requests.ts';
import type { Stage, Target } from './stage.ts';
import {
  type Answer,
  EXISTS,
  GROUPS,
  type Line,
  MACHINES,
  MAY_SHOW_CONTENT,
  ROLES,
  ROUTES,
  type Role,
  STATES,
  STATUS,
  type State,
} from './table.ts';

/** One combination: `answer` is `ok` or a code, with the HTTP status. */
export interface Played {
  readonly what: string;
  readonly expected: string;
  readonly answer: string;
  /** What it answered shows content to somebody who may have none of it. */
  readonly leaked?: string;
}

export interface Verdict {
  readonly tried: number;
  readonly allows: readonly string[];
  readonly refusals: readonly string[];
  readonly leaks: readonly string[];
}

export function judge(played: readonly Played[]): Verdict {
  const wrong = played.filter(({ expected, answer }) => expected !== answer);
  const say = ({ what, expected, answer }: Played) => `${what}: ${answer}, not ${expected}`;
  return {
    tried: played.length,
    allows: wrong.filter(({ answer }) => answer.startsWith('ok')).map(say),
    refusals: wrong.filter(({ answer }) => !answer.startsWith('ok')).map(say),
    leaks: played.flatMap(({ what, leaked }) => (leaked === undefined ? [] : [`${what}: ${leaked}`])),
  };
}

/** What the line says about a role in a state. */
export function expectedOf(line: Line, role: Role, state: State): string {
  const groups = Object.entries(GROUPS).filter(([, roles]) => (roles as readonly Role[]).includes(role));
  const named = [role, ...groups.map(([name]) => name as keyof typeof GROUPS)]
    .map((name): Answer | undefined => line[name])
    .find((answer) => answer !== undefined);
  const answer = named ?? line.else;
  return typeof answer === 'string' ? answer : (answer[state] ?? answer.else);
}

const withStatus = (code: string) => (code === 'ok' ? 'ok' : `${STATUS[code] ?? '???'} ${code}`);

/** @param lines those to play; by default all of the table that the application has */
export async function playRoutes(stage: Stage, lines: readonly string[]): Promise<Played[]> {
  const played: Played[] = [];
  for (const route of lines) {
    const line = ROUTES[route];
    if (!line) continue;
    for (const state of line.about === 'nothing' ? (['joined'] as const) : STATES) {
      for (const role of castOf(line, state)) {
        played.push(await playSafely(stage, route, line, role, state));
      }
    }
  }
  return played;
}

export function castOf(line: Line, state: State): readonly Role[] {
  const people = ROLES.filter((role) => EXISTS[role]?.includes(state) ?? true);
  return 'telephony' in line || 'gateway' in line || 'system' in line ? [...people, ...MACHINES] : people;
}

/** What cannot even be asked is no answer, and counts as a wrong one. */
async function playSafely(...[stage, route, line, role, state]: Parameters<typeof playOne>): Promise<Played> {
  try {
    return await playOne(stage, route, line, role, state);
  } catch (error) {
    const what = `${route} as ${role}, ${state}`;
    return { what, expected: withStatus(expectedOf(line, role, state)), answer: String(error) };
  }
}

async function playOne(stage: Stage, route: string, line: Line, role: Role, state: State): Promise<Played> {
  const expected = expectedOf(line, role, state);
  const way = WAYS[route];
  const apart = line.about === 'hold' || line.about === 'request';
  const targets = apart ? stage.heldTargets : stage.targets;
  const target = way?.spends && expected === 'ok' ? await stage.fresh(state) : targets[state];
  const asked = (await way?.ask({ stage, role, target })) ?? {};
  const cookie = way?.endsSignIn
    ? await stage.signedInAnew(role, target)
    : await stage.cookiesOf(role, target);
  const answer = await send(stage.harness.address, route, asked, cookie, target);
  const body = await bodyOf(answer);
  const what = `${route} as ${role}${line.about === 'nothing' ? '' : `, ${state}`}`;
  const leak =
    answer.ok && !MAY_SHOW_CONTENT.includes(route)
      ? contentIn(body, role, [target, stage.others.own])
      : undefined;
  return {
    what,
    expected: withStatus(expected),
    answer: answer.status < 400 ? 'ok' : `${answer.status} ${codeIn(body)}`,
    ...(leak === undefined ? {} : { leaked: leak }),
  };
}

export function send(
  address: string,
  route: string,
  asked: Asked,
  cookie: string,
  target: Target,
): Promise<Response> {
  const [method = '', pattern = ''] = route.split(' ');
  const path = asked.path ?? pattern.replace(':session', target.session);
  const { body } = asked;
  const json = body !== undefined && !Buffer.isBuffer(body);
  return fetch(address + path, {
    method,
    redirect: 'manual',
    headers: {
      origin: address,
      cookie,
      'x-forwarded-for': newClient(),
      ...(json ? { 'content-type': 'application/json' } : {}),
      ...asked.headers,
    },
    ...(body === undefined
      ? {}
      : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
  });
}

async function bodyOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.includes('event-stream')) return answer.text();
  await answer.body?.cancel();
  return '';
}

function codeIn(body: string): string {
  try {
    return String((JSON.parse(body) as { code?: unknown }).code);
  } catch {
    return 'no code';
  }
}

/** Words of the sessions that only those in them may read; to a foreign controller not even their ids are known. */
function contentIn(body: string, role: Role, targets: readonly Target[]): string | undefined {
  const words = targets.flatMap(({ session, photo, note, matter, number }) => [
    ...[note, matter, number],
    ...(role.startsWith('foreign') ? [session, photo] : []),
  ]);
  return words.find((word) => body.includes(word));
}

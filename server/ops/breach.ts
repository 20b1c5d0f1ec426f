/** `npm run ops -- breach`: who is affected, at the terminal, when no console can be trusted or reached. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BREACH_KINDS, type BreachScope, GDPR_CLOCK_MS, TELECOMS_CLOCK_MS } from '../../protocol/breach.ts';
import { affectedCsv, affectedJson } from '../review/breach-list.ts';
import type { BreachScopes } from '../review/breach-scope.ts';
import { OpsRefusal } from './refusal.ts';

export interface BreachOptions {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Login, session id or object id. */
  readonly of?: string | undefined;
  readonly aware?: string | undefined;
  readonly list?: string | undefined;
}

export interface BreachDeps {
  readonly scopes: BreachScopes;
  /** The account's id of a login of this controller. */
  readonly accountOf: (controller: string, login: string) => Promise<string | undefined>;
  readonly print: (line: string) => void;
  readonly output: NodeJS.WritableStream;
}

/** @throws OpsRefusal for what makes no scope. */
export async function runBreach(
  controller: string,
  kindText: string,
  options: BreachOptions,
  { scopes, accountOf, print, output }: BreachDeps,
): Promise<void> {
  const kind = BREACH_KINDS.find((one) => one === kindText);
  if (!kind) throw new OpsRefusal(`one of ${BREACH_KINDS.join(', ')}, not ${kindText}`, 2);
  const whole = kind === 'traffic' || kind === 'controller-key';
  if (whole !== (options.of === undefined)) {
    throw new OpsRefusal(whole ? `${kind} takes no --of` : `${kind} needs --of`, 2);
  }
  const scope = { kind, since: timeIn('--since', options.since), until: timeIn('--until', options.until) };
  if (scope.since >= scope.until) throw new OpsRefusal('--since must be before --until', 2);
  const of = kind === 'account' ? await mustFind(accountOf, controller, options.of ?? '') : options.of;
  const asked: BreachScope = of === undefined ? scope : { ...scope, of };
  if (options.list !== undefined) {
    if (options.list !== 'csv' && options.list !== 'json') throw new OpsRefusal('--list csv or json', 2);
    const sessions = scopes.affected(controller, asked);
    const lines = options.list === 'csv' ? affectedCsv(sessions) : affectedJson(sessions);
    return pipeline(Readable.from(lines), output, { end: false });
  }
  const { sessions, subjects, untraceable, categories } = await scopes.count(controller, asked);
  print(
    `${sessions} sessions are affected: of ${subjects} different numbers, and ${untraceable} whose number is erased`,
  );
  for (const [category, count] of Object.entries(categories)) print(`  ${category}: ${count}`);
  if (options.aware === undefined) return;
  const aware = timeIn('--aware', options.aware);
  print(
    `24 hours (Regulation (EU) No 611/2013, Art. 2(2)): ${new Date(aware + TELECOMS_CLOCK_MS).toISOString()}`,
  );
  print(`72 hours (GDPR Art. 33(1)): ${new Date(aware + GDPR_CLOCK_MS).toISOString()}`);
}

function timeIn(name: string, text: string | undefined): number {
  const at = Date.parse(text ?? '');
  if (Number.isNaN(at)) throw new OpsRefusal(`${name} must be a time such as 2026-11-21T09:30+02:00`, 2);
  return at;
}

async function mustFind(
  accountOf: BreachDeps['accountOf'],
  controller: string,
  login: string,
): Promise<string> {
  const id = await accountOf(controller, login);
  if (id === undefined) throw new OpsRefusal(`${controller} has no account ${login}`);
  return id;
}

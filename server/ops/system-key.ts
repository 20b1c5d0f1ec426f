/** `system-key issue | rotate | revoke | list | webhooks`: who may ask about consents. The server may be running. */
import { CONSENT_CHANNELS } from '../../protocol/consent.ts';
import { currentConsents } from '../content/consents.ts';
import type { Content } from '../content/types.ts';
import type { Clock } from '../ports.ts';
import type { Outbox } from '../system/outbox.ts';
import type { IssuedKey, System, Systems } from '../system/systems.ts';
import { OpsRefusal } from './refusal.ts';

export interface SystemKeyOptions {
  readonly controller?: string | undefined;
  readonly name?: string | undefined;
  readonly purposes?: string | undefined;
  readonly channels?: string | undefined;
  readonly webhook?: string | undefined;
  readonly days?: string | undefined;
  readonly 'overlap-hours'?: string | undefined;
  readonly retry?: boolean | undefined;
}

export interface SystemKeyDeps {
  readonly systems: Systems;
  readonly outbox: Outbox;
  readonly content: Content;
  readonly clock: Clock;
  /** What is wrong with a webhook's address; undefined when nothing is. */
  readonly webhookProblem: (address: string) => string | undefined;
  readonly print: (line: string) => void;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONGEST_DAYS = 730;

/** @throws OpsRefusal */
export async function runSystemKey(
  action: string | undefined,
  options: SystemKeyOptions,
  deps: SystemKeyDeps,
): Promise<void> {
  const { systems, print } = deps;
  switch (action) {
    case 'issue':
      return issue(options, deps);
    case 'rotate': {
      const system = await mustFind(options, deps);
      const overlap = whole('overlap-hours', options['overlap-hours'] ?? '24', 0, 24 * 30) * HOUR;
      tell(await systems.rotate(system, validity(options), overlap), print);
      return print(
        `The keys until now work for ${overlap / HOUR} more hours; webhooks are signed with all that work.`,
      );
    }
    case 'revoke': {
      const system = await mustFind(options, deps);
      await systems.revoke(system);
      return print(`${system.name} of ${system.controller} is revoked, at once`);
    }
    case 'list':
      return list(options, deps);
    case 'webhooks':
      return webhooks(options, deps);
    default:
      throw new OpsRefusal('system-key: say issue, rotate, revoke, list or webhooks', 2);
  }
}

async function issue(options: SystemKeyOptions, deps: SystemKeyDeps): Promise<void> {
  const { content, systems, webhookProblem, print } = deps;
  const controller = controllerIn(options, content);
  const name = need(options, 'name');
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(name)) {
    throw new OpsRefusal('--name is 1 to 64 letters, digits, spaces and . _ -', 2);
  }
  const purposes = wordsOf(need(options, 'purposes'));
  const offered = currentConsents(content, controller).map(({ purpose }) => purpose);
  const foreign = purposes.filter((purpose) => !offered.includes(purpose));
  if (purposes.length === 0 || foreign.length > 0) {
    throw new OpsRefusal(`${controller} has no ${foreign.join(', ')}; it has ${offered.join(', ')}`);
  }
  const wanted = wordsOf(options.channels ?? '');
  const channels = CONSENT_CHANNELS.filter((channel) => wanted.includes(channel));
  if (channels.length < wanted.length) {
    throw new OpsRefusal(`--channels are some of ${CONSENT_CHANNELS.join(', ')}`, 2);
  }
  const { webhook } = options;
  const problem = webhook === undefined ? undefined : webhookProblem(webhook);
  if (problem !== undefined) throw new OpsRefusal(`--webhook: ${problem}`);
  const about = { controller, name, purposes, channels, ...(webhook === undefined ? {} : { webhook }) };
  const issued = await systems.issue({ ...about, validFor: validity(options) });
  if (!issued) {
    throw new OpsRefusal(
      `${controller} has a system ${name}, or had one; rotate its key, or take another name`,
    );
  }
  tell(issued, print);
}

function tell(issued: IssuedKey, print: SystemKeyDeps['print']): void {
  print(`key ${issued.key}, until ${new Date(issued.expiresAt).toISOString()}`);
  print('Shown now and never again; send it over a safe way:');
  print(`token           ${issued.token}`);
  print(`signing secret  ${issued.signingSecret}`);
  print(`subject key     ${issued.subjectKey}`);
}

async function list(
  { controller }: SystemKeyOptions,
  { systems, clock, print }: SystemKeyDeps,
): Promise<void> {
  for (const system of await systems.all(controller)) {
    const keys = await systems.keysOf(system.id);
    const last = keys.at(-1)?.expires_at;
    const days = last === undefined ? 'no key' : `${Math.floor((last - clock.now()) / DAY)} days`;
    const channels = system.channels.join(',') || 'all channels';
    print(
      [system.controller, system.name, days, system.purposes.join(','), channels, system.webhook ?? '-'].join(
        '\t',
      ),
    );
  }
}

async function webhooks(options: SystemKeyOptions, deps: SystemKeyDeps): Promise<void> {
  const { outbox, print } = deps;
  const system = await mustFind(options, deps);
  if (options.retry) {
    print(`${await outbox.revive(system)} are tried again`);
    return;
  }
  const { queued, dead } = await outbox.of(system);
  print(`${queued.length} are waiting, ${dead.length} were given up; --retry tries those again`);
  for (const { id, state, attempts, last_answer } of [...dead, ...queued.slice(0, 20)]) {
    print([id, state, `${attempts} tries`, last_answer || '-'].join('\t'));
  }
}

async function mustFind(options: SystemKeyOptions, { systems, content }: SystemKeyDeps): Promise<System> {
  const controller = controllerIn(options, content);
  const name = need(options, 'name');
  const system = await systems.byName(controller, name);
  if (!system) throw new OpsRefusal(`${controller} has no system ${name}`);
  return system;
}

function controllerIn(options: SystemKeyOptions, { controllers }: Content): string {
  const controller = need(options, 'controller');
  if (controllers.has(controller)) return controller;
  throw new OpsRefusal(
    `there is no controller ${controller}; there are ${[...controllers.keys()].join(', ')}`,
  );
}

function need(options: SystemKeyOptions, name: 'controller' | 'name' | 'purposes'): string {
  const value = options[name]?.trim();
  if (!value) throw new OpsRefusal(`--${name} is missing`, 2);
  return value;
}

function wordsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];
}

function validity({ days = '365' }: SystemKeyOptions): number {
  return whole('days', days, 1, LONGEST_DAYS) * DAY;
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new OpsRefusal(`--${name} is a whole number from ${from} to ${to}`, 2);
}

/**
 * OpenStack Swift with its s3api, as Debian packages it: a real object store that no one here wrote. One proxy,
 * account, container and object server and a memcached, each one process, on free ports, in a folder that is
 * removed afterwards. Needs root (Swift sets trusted extended attributes and a user).
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAMS = [
  'swift-ring-builder',
  'swift-proxy-server',
  'swift-account-server',
  'swift-container-server',
  'swift-object-server',
  'memcached',
];

/** Why the Swift suite cannot run on this machine; undefined when it can. */
export const SWIFT_UNAVAILABLE: string | undefined = whyUnavailable();

export interface Swift {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Stops the servers and removes their folder. */
  stop(): Promise<void>;
}

const KINDS = ['account', 'container', 'object'] as const;
type Kind = (typeof KINDS)[number];
type Ports = Readonly<Record<Kind | 'proxy' | 'memcached', number>>;

const run = promisify(execFile);
const START_LIMIT_MS = 30_000;

function whyUnavailable(): string | undefined {
  if (process.platform !== 'linux') return 'Swift runs on Linux only';
  const missing = PROGRAMS.filter((name) => !existsSync(join('/usr/bin', name)));
  if (missing.length > 0) {
    return `not installed: ${missing.join(', ')} (Debian: swift-proxy swift-account swift-container swift-object memcached)`;
  }
  return process.getuid?.() === 0 ? undefined : 'Swift must be started as root';
}

export async function startSwift(): Promise<Swift> {
  const folder = await mkdtemp(join(tmpdir(), 'swift-'));
  const ports = await freePorts();
  const { proxy, account, container, object } = ports;
  const processes: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(processes.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(join(folder, 'devices', 'disk'), { recursive: true });
    await Promise.all([
      writeConfiguration(folder, ports),
      ...KINDS.map((kind) => makeRing(folder, kind, ports[kind])),
    ]);
    processes.push(...(await startServers(folder, ports)));
    // The proxy answers before the servers behind it do.
    for (const port of [account, container, object, proxy]) await untilUp(port, folder, processes);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint: `http://127.0.0.1:${proxy}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test:tester', secretAccessKey: 'testing' },
    stop,
  };
}

/** One partition set, one replica, one device. */
async function makeRing(folder: string, kind: Kind, port: number): Promise<void> {
  const builder = join(folder, `${kind}.builder`);
  await run('swift-ring-builder', [builder, 'create', '2', '1', '0']);
  await run('swift-ring-builder', [builder, 'add', `r1z1-127.0.0.1:${port}/disk`, '1']);
  await run('swift-ring-builder', [builder, 'rebalance']);
}

async function writeConfiguration(folder: string, ports: Ports): Promise<void> {
  const common = (port: number) =>
    [
      '[DEFAULT]',
      'bind_ip = 127.0.0.1',
      `bind_port = ${port}`,
      'user = root',
      'workers = 0',
      `swift_dir = ${folder}`,
      `devices = ${join(folder, 'devices')}`,
      'mount_check = false',
      'disable_fallocate = true',
      'log_level = ERROR',
    ].join('\n');
  const backend = (kind: Kind) => [
    common(ports[kind]),
    '[pipeline:main]',
    `pipeline = healthcheck ${kind}-server`,
    '[filter:healthcheck]\nuse = egg:swift#healthcheck',
    `[app:${kind}-server]`,
    `use = egg:swift#${kind}`,
  ];
  const filters = {
    catch_errors: '',
    gatekeeper: '',
    healthcheck: '',
    cache: `memcache_servers = 127.0.0.1:${ports.memcached}`,
    listing_formats: '',
    s3api: 'location = us-east-1\ns3_acl = false',
    tempauth: 'user_test_tester = testing .admin',
    copy: '',
    slo: '',
    dlo: '',
    versioned_writes: 'allow_object_versioning = true',
    symlink: '',
  };
  const proxy = [
    common(ports.proxy),
    '[pipeline:main]',
    `pipeline = ${Object.keys(filters).join(' ')} proxy-server`,
    '[app:proxy-server]\nuse = egg:swift#proxy\nallow_account_management = true\naccount_autocreate = true',
    ...Object.entries(filters).map(
      ([name, settings]) =>
        `[filter:${name}]\nuse = egg:swift#${name === 'cache' ? 'memcache' : name}\n${settings}`,
    ),
  ];
  const files: [string, readonly string[]][] = [
    ['swift.conf', ['[swift-hash]', 'swift_hash_path_suffix = test', 'swift_hash_path_prefix = test']],
    ['proxy.conf', proxy],
    ...KINDS.map((kind): [string, readonly string[]] => [`${kind}.conf`, backend(kind)]),
  ];
  await Promise.all(files.map(([name, lines]) => writeFile(join(folder, name), `${lines.join('\n')}\n`)));
}

async function startServers(folder: string, ports: Ports): Promise<ChildProcess[]> {
  await using log = await open(join(folder, 'log'), 'a');
  const start = (program: string, args: string[]) =>
    spawn(program, args, { stdio: ['ignore', log.fd, log.fd], cwd: folder });
  return [
    start('memcached', ['-u', 'root', '-l', '127.0.0.1', '-p', String(ports.memcached), '-U', '0']),
    ...[...KINDS, 'proxy'].map((kind) => start(`swift-${kind}-server`, [join(folder, `${kind}.conf`)])),
  ];
}

/** Asks until the server is healthy; says what the servers wrote when they do not come up. */
async function untilUp(port: number, folder: string, processes: readonly ChildProcess[]): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && processes.every((each) => each.exitCode === null)) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthcheck`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Swift did not start: ${await readFile(join(folder, 'log'), 'utf8')}`);
}

/**
 * Ports that were free a moment ago, below those that the system gives to outgoing connections: one of those
 * could be taken before Swift, which needs seconds to start, binds it.
 */
async function freePorts(): Promise<Ports> {
  const taken = new Set<number>();
  while (taken.size < 5) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) taken.add(port);
  }
  const [proxy = 0, memcached = 0, account = 0, container = 0, object = 0] = taken;
  return { proxy, memcached, account, container, object };
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** Reads the environment, once and here only: a wrong setting stops the start, and the message names it. */
import { join, resolve } from 'node:path';
import { createReader, type Environment, type Reader } from './settings.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export type MediaConfig =
  | { readonly kind: 'files'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly endpoint?: string;
      readonly regionException?: string;
      /** Whether the store is asked to encrypt, too. */
      readonly sse: boolean;
      readonly sseKey?: string;
    };

export type SmsConfig =
  | { readonly kind: 'outbox' }
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly secret: string;
      /** Whether the gateway is believed which messages came over the home network's own connection. */
      readonly trustHomeNetwork: boolean;
    };

export interface MailConfig {
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  readonly from: string;
}

export interface Config {
  readonly mode: 'demo' | 'production';
  /** A demo that the local network may use. */
  readonly lan: boolean;
  readonly help: boolean;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  readonly contentDir: string;
  /** Origin without a trailing slash; absent in a demo that goes by the address it listens on. */
  readonly publicUrl?: string;
  /** Number of reverse proxies in front. */
  readonly trustProxy: number;
  readonly phonePrefixes: readonly string[];
  readonly media: MediaConfig;
  readonly keyFile: string;
  /** Absolute: what must outlive a restored backup. */
  readonly checkpointDir: string;
  /** Lists of the controllers' own customers. */
  readonly customersDir: string;
  /** Lists of numbers that were ported or reassigned. */
  readonly numbersDir: string;
  /** What is known of lines and routers. */
  readonly diagnosticsDir: string;
  /** By controller key. A demo makes up what is missing. */
  readonly telephonySecrets: ReadonlyMap<string, string>;
  readonly sms: SmsConfig;
  /** Absent: no e-mail is sent. */
  readonly mail?: MailConfig;
  /** By controller key. */
  readonly mailSecrets: ReadonlyMap<string, string>;
  readonly minFreeBytes: number;
  /** Of one socket; twice as many at once. */
  readonly commandsPerSecond: number;
  readonly logLevel: LogLevel;
}

/** Every reason not to start, each naming the variable, argument or fact that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`, options);
    this.problems = problems;
  }
}

const LINK_LIMIT = 42;
const TOKEN_LENGTH = 22;
const SECRET_PREFIX = 'TELEPHONY_SECRET_';
const MAIL_SECRET_PREFIX = 'MAIL_SECRET_';

/** @throws ConfigError with every problem at once. */
export function loadConfig(
  env: Environment = process.env,
  argv: readonly string[] = process.argv.slice(2),
): Config {
  const read = createReader(env);
  const { problems } = read;
  for (const argument of argv) {
    if (argument !== '--lan' && argument !== '--help') problems.push(`argument ${argument}: not known`);
  }
  const mode = read.choice('MODE', ['demo', 'production']);
  const lan = argv.includes('--lan');
  const demo = mode === 'demo';
  if (demo && env.NODE_ENV === 'production') {
    problems.push('MODE: demo must not run with NODE_ENV=production; set MODE=production and what it needs');
  }
  if (lan && !demo)
    problems.push('argument --lan: only a demo has it; production goes by HOST and PUBLIC_URL');
  const dataDir = resolve(read.text('DATA_DIR'));
  const publicUrl = readPublicUrl(read, demo);
  const mail = readMail(read);
  const config: Config = {
    mode,
    lan,
    help: argv.includes('--help'),
    host: read.given('HOST') ?? (demo && !lan ? '127.0.0.1' : '0.0.0.0'),
    port: read.whole('PORT', 0, 65_535),
    dataDir,
    contentDir: readContentDir(read),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    trustProxy: read.whole('TRUST_PROXY', 0, 10),
    phonePrefixes: readPrefixes(read),
    media: readMedia(read, dataDir),
    keyFile: readKeyFile(read, demo, dataDir),
    checkpointDir: readCheckpointDir(read, dataDir),
    diagnosticsDir: resolve(read.given('DIAGNOSTICS_DIR') ?? join(dataDir, 'diagnostics')),
    numbersDir: resolve(read.given('NUMBERS_DIR') ?? join(dataDir, 'numbers')),
    customersDir: resolve(read.given('CUSTOMERS_DIR') ?? join(dataDir, 'customers')),
    telephonySecrets: readSecrets(SECRET_PREFIX, env, problems),
    mailSecrets: readSecrets(MAIL_SECRET_PREFIX, env, problems),
    ...(mail === undefined ? {} : { mail }),
    sms: readSms(read, demo),
    minFreeBytes: read.whole('MIN_FREE_MB', 1, 1_000_000) * 1_000_000,
    commandsPerSecond: read.whole('COMMANDS_PER_SECOND', 1, 1_000_000),
    logLevel: readLogLevel(read, demo),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** What the operator's commands share with the server: whose data, and which content. Absolute. */
export function loadPlaces(env: Environment = process.env): Pick<Config, 'dataDir' | 'contentDir'> {
  const read = createReader(env);
  return { dataDir: resolve(read.text('DATA_DIR')), contentDir: readContentDir(read) };
}

/** Where the server of this environment keeps everything, for who only reads it. `dataDir` overrides DATA_DIR. */
export function loadStorage(
  dataDir?: string,
  env: Environment = process.env,
): Pick<Config, 'mode' | 'dataDir' | 'media' | 'keyFile' | 'checkpointDir' | 'customersDir'> {
  const read = createReader(env);
  const folder = resolve(dataDir ?? read.text('DATA_DIR'));
  const mode = read.choice('MODE', ['demo', 'production']);
  const storage = {
    mode,
    dataDir: folder,
    media: readMedia(read, folder),
    keyFile: readKeyFile(read, mode === 'demo', folder),
    checkpointDir: readCheckpointDir(read, folder),
    customersDir: resolve(read.given('CUSTOMERS_DIR') ?? join(folder, 'customers')),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return storage;
}

/**
 * What production needs for each controller of the content. `facts` are those that nobody has filled in.
 * @throws ConfigError naming each.
 */
export function checkControllers(
  config: Config,
  controllers: readonly string[],
  facts: readonly { readonly controller: string; readonly fact: string; readonly file: string }[],
): void {
  const problems = [
    ...[...config.telephonySecrets.keys()].map((key) => [key, secretName(key)] as const),
    ...[...config.mailSecrets.keys()].map((key) => [key, secretName(key, MAIL_SECRET_PREFIX)] as const),
  ]
    .filter(([key]) => !controllers.includes(key))
    .map(([key, name]) => `${name}: there is no controller ${key}`);
  if (config.mode === 'production') {
    for (const key of controllers) {
      if (!config.telephonySecrets.has(key)) problems.push(`${secretName(key)}: must be set`);
    }
    for (const { controller, fact, file } of facts) {
      problems.push(`${file}: ${fact} of ${controller} is not filled in`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

function secretName(controller: string, prefix = SECRET_PREFIX): string {
  return prefix + controller.toUpperCase().replaceAll('-', '_');
}

function readPublicUrl(read: Reader, demo: boolean): string | undefined {
  const url = read.url('PUBLIC_URL');
  if (url === undefined) {
    if (!demo && read.given('PUBLIC_URL') === undefined)
      read.problems.push('PUBLIC_URL: must be set in production');
    return undefined;
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username) {
    read.problems.push('PUBLIC_URL: must be an origin such as https://host, without a path');
  }
  if (demo) return url.origin;
  if (url.protocol !== 'https:') read.problems.push('PUBLIC_URL: must be https in production');
  const link = url.origin.length + '/#'.length + TOKEN_LENGTH;
  if (link > LINK_LIMIT) {
    read.problems.push(
      `PUBLIC_URL: is ${link - LINK_LIMIT} characters too long: a link would have ${link}, at most ${LINK_LIMIT} fit the SMS`,
    );
  }
  return url.origin;
}

function readPrefixes(read: Reader): readonly string[] {
  const prefixes = read
    .text('PHONE_PREFIXES')
    .split(',')
    .map((prefix) => prefix.trim());
  if (!prefixes.every((prefix) => /^\+[1-9]\d{0,2}$/.test(prefix))) {
    read.problems.push('PHONE_PREFIXES: must be country calling codes such as +371,+372');
  }
  return prefixes;
}

function readContentDir(read: Reader): string {
  return resolve(read.given('CONTENT_DIR') ?? join(import.meta.dirname, '..', 'content'));
}

function readMedia(read: Reader, dataDir: string): MediaConfig {
  if (read.choice('MEDIA_STORE', ['files', 's3']) === 'files') {
    return { kind: 'files', folder: join(dataDir, 'objects') };
  }
  const endpoint = read.url('S3_ENDPOINT');
  const regionException = read.given('S3_REGION_EXCEPTION');
  const sse = read.choice('S3_SSE', ['aws:kms', 'off']) === 'aws:kms';
  const sseKey = read.given('S3_SSE_KEY');
  if (endpoint?.protocol === 'http:' && !isThisMachine(endpoint.hostname)) {
    read.problems.push('S3_ENDPOINT: must be https unless it is on this machine');
  }
  if (endpoint === undefined && regionException !== undefined) {
    read.problems.push('S3_REGION_EXCEPTION: is for a store at S3_ENDPOINT only');
  }
  if (endpoint === undefined && !sse)
    read.problems.push('S3_SSE: may be off for a store at S3_ENDPOINT only');
  return {
    kind: 's3',
    bucket: read.required('S3_BUCKET', 'with MEDIA_STORE=s3'),
    region: read.required('S3_REGION', 'with MEDIA_STORE=s3'),
    sse,
    ...(endpoint === undefined ? {} : { endpoint: endpoint.href }),
    ...(regionException === undefined ? {} : { regionException }),
    ...(sseKey === undefined ? {} : { sseKey }),
  };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

function readKeyFile(read: Reader, demo: boolean, dataDir: string): string {
  const file = read.given('KEY_FILE');
  if (file !== undefined) return resolve(file);
  if (!demo) {
    read.problems.push('KEY_FILE: must be set in production; `npm run ops -- keys init FILE` makes one');
  }
  return join(dataDir, 'keys', 'controllers.json');
}

function readCheckpointDir(read: Reader, dataDir: string): string {
  return resolve(read.given('CHECKPOINT_DIR') ?? join(dataDir, 'checkpoints'));
}

function readSecrets(prefix: string, env: Environment, problems: string[]): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || !value) continue;
    const weakness = weaknessOf(value);
    if (weakness) problems.push(`${name}: ${weakness}`);
    secrets.set(name.slice(prefix.length).toLowerCase().replaceAll('_', '-'), value);
  }
  return secrets;
}

function readSms(read: Reader, demo: boolean): SmsConfig {
  if (demo) return { kind: 'outbox' };
  const url = read.url('SMS_GATEWAY_URL');
  if (url === undefined && read.given('SMS_GATEWAY_URL') === undefined) {
    read.problems.push('SMS_GATEWAY_URL: must be set in production: nothing else can send the invitations');
  }
  if (url?.protocol === 'http:' && !isThisMachine(url.hostname)) {
    read.problems.push('SMS_GATEWAY_URL: must be https unless it is on this machine');
  }
  const secret = read.required('SMS_GATEWAY_SECRET', 'in production');
  const weakness = secret && weaknessOf(secret);
  if (weakness) read.problems.push(`SMS_GATEWAY_SECRET: ${weakness}`);
  const trustHomeNetwork = read.choice('SMS_HOME_NETWORK', ['ignored', 'trusted']) === 'trusted';
  return { kind: 'http', url: url?.href ?? '', secret, trustHomeNetwork };
}

function readMail(read: Reader): MailConfig | undefined {
  const host = read.given('SMTP_HOST');
  if (host === undefined) return undefined;
  const security = read.choice('SMTP_TLS', ['starttls', 'tls', 'none']);
  if (security === 'none' && !isThisMachine(host)) {
    read.problems.push('SMTP_TLS: may be none for a relay on this machine only');
  }
  const from = read.required('MAIL_FROM', 'with SMTP_HOST');
  if (from !== '' && !/^[\w.+-]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,}$/i.test(from)) {
    read.problems.push('MAIL_FROM: must be an address such as zvans@example.lv');
  }
  const user = read.given('SMTP_USER');
  const password = user === undefined ? undefined : read.required('SMTP_PASSWORD', 'with SMTP_USER');
  return {
    host,
    port: read.whole('SMTP_PORT', 1, 65_535),
    security,
    from,
    ...(user === undefined || password === undefined ? {} : { login: { user, password } }),
  };
}

/** Random text of 32 characters has far more than 10 different ones; a repeated word has not. */
function weaknessOf(secret: string): string | undefined {
  if (secret.length < 32) return 'is too weak: at least 32 characters';
  if (new Set(secret).size < 10) return 'is too weak: it repeats itself; take random characters';
  if (/change.?me|example|password|secret/i.test(secret)) return 'is too weak: it reads like a placeholder';
  return undefined;
}

function readLogLevel(read: Reader, demo: boolean): LogLevel {
  return read.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], demo ? 'warn' : 'info');
}

/**
 * THE table of settings: every variable that the server reads, its default, its format and its meaning.
 * `docs/configuration.md` is written from it (`npm run check`), and `npm start -- --help` prints it.
 */
export interface Setting {
  readonly name: string;
  /** What holds when the variable is not set; a note in round brackets when it depends on something. */
  readonly default: string;
  readonly format: string;
  readonly meaning: string;
}

export const SETTINGS = [
  {
    name: 'MODE',
    default: 'demo',
    format: 'demo | production',
    meaning:
      'Demo needs nothing else: sample accounts, a simulated phone, data under ./data. Refused with NODE_ENV=production.',
  },
  {
    name: 'PORT',
    default: '8080',
    format: '0 to 65535',
    meaning: 'Port to listen on; 0 takes a free one and prints it.',
  },
  {
    name: 'HOST',
    default: '(127.0.0.1 in demo, 0.0.0.0 in production and with --lan)',
    format: 'address',
    meaning: 'Address to listen on.',
  },
  {
    name: 'DATA_DIR',
    default: './data',
    format: 'folder',
    meaning: 'Databases and, unless media go to S3, sealed photos. Made when missing; one server at a time.',
  },
  {
    name: 'CONTENT_DIR',
    default: '(the one that comes with the source)',
    format: 'folder',
    meaning: 'Controllers, texts, guides and wording, in the layout of `content/`.',
  },
  {
    name: 'PUBLIC_URL',
    default: '(the address it listens on, in demo)',
    format: 'https://host',
    meaning:
      'Where callers reach the server. Production requires https, no path, and at most 18 characters, so that a link with its 22-character token has at most 42.',
  },
  {
    name: 'TRUST_PROXY',
    default: '0',
    format: '0 to 10',
    meaning: 'Exact number of reverse proxies in front. With 0, forwarded headers are ignored.',
  },
  {
    name: 'PHONE_PREFIXES',
    default: '+371',
    format: '+371,+372',
    meaning: 'Country calling codes that invitations may be sent to; the first is the default.',
  },
  {
    name: 'MEDIA_STORE',
    default: 'files',
    format: 'files | s3',
    meaning: 'Where sealed photos are kept. S3 credentials come from where the AWS SDK always looks.',
  },
  { name: 'S3_BUCKET', default: '', format: 'name', meaning: 'Bucket for MEDIA_STORE=s3.' },
  {
    name: 'S3_REGION',
    default: '',
    format: 'region',
    meaning: 'Region of the bucket. One outside the EU/EEA is refused at start-up.',
  },
  {
    name: 'S3_ENDPOINT',
    default: '(AWS)',
    format: 'https://host[:port]',
    meaning: 'Another S3-compatible store. http is allowed on this machine only.',
  },
  {
    name: 'S3_REGION_EXCEPTION',
    default: '',
    format: 'a sentence',
    meaning:
      'Required for a store at S3_ENDPOINT that is not AWS: says where in the EU/EEA its data lie, and who vouches for it. Refused for AWS.',
  },
  {
    name: 'S3_SSE',
    default: 'aws:kms',
    format: 'aws:kms | off',
    meaning:
      'Encryption by the store on top of ours; off only for a store at S3_ENDPOINT that does not know it.',
  },
  {
    name: 'S3_SSE_KEY',
    default: "(the account's own)",
    format: 'key id or ARN',
    meaning:
      'KMS key for S3_SSE=aws:kms; for the bucket of infra/ the ARN that its stack prints as MediaKeyArn.',
  },
  {
    name: 'KEY_FILE',
    default: '(DATA_DIR/keys/controllers.json, made at the first start, in demo)',
    format: 'file',
    meaning:
      "The controllers' keys. Required in production, readable by its owner only; `npm run ops -- keys init FILE` makes it. Without it nothing can be read.",
  },
  {
    name: 'CHECKPOINT_DIR',
    default: '(DATA_DIR/checkpoints)',
    format: 'folder',
    meaning:
      'What must outlive a restored backup: signed checkpoints, and the list of destroyed keys. In production put it on another machine, append-only for this one, and never into a backup of the data.',
  },
  {
    name: 'NUMBERS_DIR',
    default: '(DATA_DIR/numbers)',
    format: 'folder',
    meaning:
      'Lists of numbers that changed hands, `<controller>/*.csv` with lines of number, comma, day, comma, and `ported` or `reassigned`. Every consent of the old holder ends and whoever is signed in with the number is signed out. A list is carried out whole or not at all, and once; put it there under its name only when it is whole.',
  },
  {
    name: 'CUSTOMERS_DIR',
    default: '(DATA_DIR/customers)',
    format: 'folder',
    meaning:
      'Lists of own customers, `<controller>.csv` with lines of number, comma, and the day on which the last transaction of one who left ended. Some consents are for own customers only. Without a list a demo takes everyone for a customer, production nobody.',
  },
  {
    name: 'DIAGNOSTICS_DIR',
    default: '(DATA_DIR/diagnostics)',
    format: 'folder',
    meaning:
      'What is known of lines and routers, `<controller>.json`: an object of readings by number, in the shape of `server/adapters/diagnostics-files.ts`. Shown in a call only with the `metadata` consent. Without a file a demo shows a sample, production nothing.',
  },
  {
    name: 'TELEPHONY_SECRET_<CONTROLLER>',
    default: '(random at each start, in demo)',
    format: 'at least 32 characters',
    meaning:
      'Signs the call-ended webhook of that controller, such as TELEPHONY_SECRET_LMT or TELEPHONY_SECRET_LMT_RL.',
  },
  {
    name: 'SMS_GATEWAY_URL',
    default: '(the simulated phone, in demo)',
    format: 'https://host/path',
    meaning: 'Takes each SMS as signed JSON: see docs/sms.md. Required in production.',
  },
  {
    name: 'SMS_GATEWAY_SECRET',
    default: '',
    format: 'at least 32 characters',
    meaning: "Signs what goes to the gateway, and the gateway's delivery reports and messages.",
  },
  {
    name: 'SMS_HOME_NETWORK',
    default: 'ignored',
    format: 'ignored | trusted',
    meaning:
      "Whether the gateway's word is taken that a message came over the home network's own connection, where no sender can be forged. Trusted, such a message gives a consent at once; ignored, each is confirmed with a code.",
  },
  {
    name: 'SMTP_HOST',
    default: '(none: no e-mail is sent; in demo /demo/mail shows it)',
    format: 'host name',
    meaning: 'Relay that takes, signs (DKIM) and delivers e-mail: see docs/email.md.',
  },
  {
    name: 'SMTP_PORT',
    default: '587',
    format: '1 to 65535',
    meaning: 'Port of the relay; usually 465 with SMTP_TLS=tls.',
  },
  {
    name: 'SMTP_TLS',
    default: 'starttls',
    format: 'starttls | tls | none',
    meaning:
      'Encryption on the way to the relay: required after connecting, or from the first byte. none is for a relay on this machine only.',
  },
  {
    name: 'SMTP_USER',
    default: '',
    format: 'text',
    meaning: 'Name to log in to the relay with, if it asks.',
  },
  { name: 'SMTP_PASSWORD', default: '', format: 'text', meaning: 'Password that goes with SMTP_USER.' },
  {
    name: 'MAIL_FROM',
    default: '',
    format: 'address',
    meaning: 'Address that e-mail comes from and bounces go to. Required with SMTP_HOST.',
  },
  {
    name: 'MAIL_SECRET_<CONTROLLER>',
    default: '(random at each start, in demo)',
    format: 'at least 32 characters',
    meaning:
      'Signs what the mail system of that controller asks for and reports: see docs/email.md. Without it nothing of that controller is taken.',
  },
  {
    name: 'MIN_FREE_MB',
    default: '200',
    format: '1 to 1000000',
    meaning: 'With less free disk space than this, new work is refused and the server is not ready.',
  },
  {
    name: 'COMMANDS_PER_SECOND',
    default: '20',
    format: '1 to 1000000',
    meaning: 'Commands a second that one connection may send; twice as many at once.',
  },
  {
    name: 'LOG_LEVEL',
    default: '(info in production, warn in demo)',
    format: 'debug | info | warn | error | silent',
    meaning: 'Least severe log line to write. Lines are JSON, on standard error.',
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]['name'];

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables by their name in the table; collects what is wrong and goes on with the default. */
export function createReader(env: Environment) {
  const problems: string[] = [];
  const given = (name: SettingName): string | undefined => env[name]?.trim() || undefined;
  const fallback = (name: SettingName): string =>
    SETTINGS.find((setting) => setting.name === name)?.default ?? '';
  const text = (name: SettingName): string => given(name) ?? fallback(name);

  return {
    problems,
    given,
    text,
    choice<const T extends string>(name: SettingName, choices: readonly [T, ...T[]], otherwise?: T): T {
      const value = given(name) ?? otherwise ?? fallback(name);
      const found = choices.find((choice) => choice === value);
      if (found === undefined) problems.push(`${name}: must be one of ${choices.join(', ')}`);
      return found ?? choices[0];
    },
    whole(name: SettingName, min: number, max: number): number {
      const value = text(name);
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      problems.push(`${name}: must be a whole number from ${min} to ${max}`);
      return min;
    },
    url(name: SettingName): URL | undefined {
      const value = given(name);
      if (value === undefined) return undefined;
      const url = URL.parse(value);
      if (url && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
      problems.push(`${name}: must be an http or https address`);
      return undefined;
    },
    required(name: SettingName, when: string): string {
      const value = given(name);
      if (value === undefined) problems.push(`${name}: must be set ${when}`);
      return value ?? '';
    },
  };
}

export type Reader = ReturnType<typeof createReader>;

/** The table as a Markdown page. */
export function settingsPage(): string {
  const row = ({ name, default: fallback, format, meaning }: Setting) =>
    `| \`${name}\` | ${fallback.startsWith('(') || fallback === '' ? fallback.replace(/^\(|\)$/g, '') : `\`${fallback}\``} | ${cell(format)} | ${meaning} |`;
  return [
    '# Configuration',
    '',
    'Written by `npm run check` from the table in `server/settings.ts`; edit it there.',
    '',
    'Settings are environment variables. With none set the server starts in demo mode. A setting that is wrong,',
    'missing or weak stops the start with one line for each, which names it and never prints a secret.',
    '',
    '| Name | Default | Format | Meaning |',
    '|---|---|---|---|',
    ...SETTINGS.map(row),
    '',
    'Arguments of `npm start`: `-- --lan` opens a demo to the local network with random passwords and a QR code for a',
    'real phone; `-- --help` prints this table.',
    '',
    'What a controller is (name, registration, contacts, colours, allowed pages, limits) stands in',
    '`content/controllers/`. In production each fact that is still `null` there is a start-up error that names it.',
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The table for a terminal. */
export function settingsHelp(): string {
  const entry = ({ name, default: fallback, format, meaning }: Setting) =>
    `  ${name}=${format}\n      ${meaning}${fallback === '' ? '' : ` Default: ${fallback.replace(/^\(|\)$/g, '')}.`}\n`;
  return [
    'npm start [-- --lan | --help]\n',
    '  --lan   opens a demo to the local network, with random passwords and a QR code for a real phone\n',
    'Settings, as environment variables:\n',
    ...SETTINGS.map(entry),
  ].join('\n');
}

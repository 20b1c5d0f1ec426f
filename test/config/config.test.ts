import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ConfigError, checkControllers, loadConfig } from '../../server/config.ts';

const SECRET = 'q7Zk2mXv9TbL4sWd8RfN6hJc3PyG5aUe';
const PRODUCTION = {
  MODE: 'production',
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://z.lmt.lv',
  KEY_FILE: 'keys.json',
  SMS_GATEWAY_URL: 'https://sms.example.lv/send',
  SMS_GATEWAY_SECRET: SECRET,
};

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

function problems(env: Record<string, string | undefined>, argv: readonly string[] = []) {
  return problemsOf(() => loadConfig(env, argv));
}

describe('configuration', () => {
  it('[CFG-1] with nothing configured it is a demo on 127.0.0.1:8080 with data under ./data', () => {
    const config = loadConfig({}, []);
    assert.equal(config.mode, 'demo');
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.port, 8080);
    assert.equal(config.dataDir, resolve('data'));
    assert.equal(config.publicUrl, undefined);
    assert.equal(config.trustProxy, 0);
    assert.deepEqual(config.phonePrefixes, ['+371']);
    assert.deepEqual(config.media, { kind: 'files', folder: resolve('data/objects') });
    assert.deepEqual(config.sms, { kind: 'outbox' });
  });

  it('[CFG-2] --lan opens a demo to the network, and production refuses it', () => {
    assert.equal(loadConfig({}, ['--lan']).host, '0.0.0.0');
    assert.match(problems(PRODUCTION, ['--lan']).join(), /--lan/);
    assert.match(problems({}, ['--lann']).join(), /--lann: not known/);
  });

  it('[CFG-3] demo refuses NODE_ENV=production', () => {
    assert.match(problems({ NODE_ENV: 'production' }).join(), /^MODE: demo must not run/);
  });

  describe('[EML-23] e-mail', () => {
    const MAIL = { ...PRODUCTION, SMTP_HOST: 'relay.example.lv', MAIL_FROM: 'zvans@example.lv' };

    it('goes by STARTTLS to port 587 unless told otherwise, and nowhere without a relay', () => {
      assert.equal(loadConfig(PRODUCTION, []).mail, undefined);
      assert.deepEqual(loadConfig(MAIL, []).mail, {
        host: 'relay.example.lv',
        port: 587,
        security: 'starttls',
        from: 'zvans@example.lv',
      });
      const login = { SMTP_USER: 'zvans', SMTP_PASSWORD: 'x', SMTP_PORT: '465', SMTP_TLS: 'tls' };
      assert.deepEqual(loadConfig({ ...MAIL, ...login }, []).mail?.login, { user: 'zvans', password: 'x' });
    });

    it('is refused unencrypted to another machine, without a sender, and with half a login', () => {
      assert.match(problems({ ...MAIL, SMTP_TLS: 'none' }).join(), /^SMTP_TLS: may be none/);
      assert.deepEqual(problems({ ...MAIL, SMTP_TLS: 'none', SMTP_HOST: 'localhost' }), []);
      assert.match(problems({ ...MAIL, MAIL_FROM: undefined }).join(), /^MAIL_FROM: must be set/);
      assert.match(problems({ ...MAIL, MAIL_FROM: 'a@b, c@d.lv' }).join(), /^MAIL_FROM: must be an address/);
      assert.match(problems({ ...MAIL, SMTP_USER: 'zvans' }).join(), /^SMTP_PASSWORD: must be set/);
      assert.match(
        problems({ ...PRODUCTION, MAIL_SECRET_LMT: 'short' }).join(),
        /^MAIL_SECRET_LMT: is too weak/,
      );
    });
  });

  it('[CFG-4] production starts with all it needs', () => {
    const config = loadConfig(PRODUCTION, []);
    assert.equal(config.publicUrl, 'https://z.lmt.lv');
    assert.equal(config.host, '0.0.0.0');
    const sms = { kind: 'http', url: 'https://sms.example.lv/send', secret: SECRET };
    assert.deepEqual(config.sms, { ...sms, trustHomeNetwork: false });
  });

  for (const name of ['PUBLIC_URL', 'KEY_FILE', 'SMS_GATEWAY_URL', 'SMS_GATEWAY_SECRET']) {
    it(`[CFG-4] production without ${name} is refused and names it, and nothing else`, () => {
      const found = problems({ ...PRODUCTION, [name]: undefined });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', new RegExp(`^${name}: must be set`));
    });
  }

  it('[CFG-4] every problem is told at once', () => {
    const found = problems({ MODE: 'production', PORT: 'eighty', PHONE_PREFIXES: '371' });
    const names = found.map((problem) => problem.split(':')[0]).sort();
    assert.deepEqual(names, [
      'KEY_FILE',
      'PHONE_PREFIXES',
      'PORT',
      'PUBLIC_URL',
      'SMS_GATEWAY_SECRET',
      'SMS_GATEWAY_URL',
    ]);
  });

  for (const [weakness, secret] of [
    ['short', 'short-one'],
    ['repetitive', 'abcabcabcabcabcabcabcabcabcabcabcabc'],
    ['a placeholder', 'please-change-me-please-0123456789-now'],
  ] as const) {
    it(`[CFG-5] a secret that is ${weakness} is refused without being printed`, () => {
      for (const name of ['SMS_GATEWAY_SECRET', 'TELEPHONY_SECRET_LMT']) {
        const found = problems({ ...PRODUCTION, [name]: secret });
        assert.equal(found.length, 1);
        assert.match(found[0] ?? '', new RegExp(`^${name}: is too weak`));
        assert.ok(!found.join().includes(secret));
      }
    });
  }

  it('[CFG-6] a public address that makes a link longer than 42 characters is refused outside demo', () => {
    // https://18.chars.l + /# + 22 = 42; one character more is one too many.
    assert.equal(
      loadConfig({ ...PRODUCTION, PUBLIC_URL: 'https://abcd.ef.lv' }, []).publicUrl,
      'https://abcd.ef.lv',
    );
    assert.match(
      problems({ ...PRODUCTION, PUBLIC_URL: 'https://abcde.ef.lv' }).join(),
      /^PUBLIC_URL: is 1 characters/,
    );
    assert.equal(
      loadConfig({ PUBLIC_URL: 'http://a-long-name.example.lv:8080/' }, []).publicUrl,
      'http://a-long-name.example.lv:8080',
    );
  });

  for (const [address, reason] of [
    ['http://z.lmt.lv', /must be https/],
    ['https://z.lmt.lv/x', /without a path/],
    ['z.lmt.lv', /must be an http or https address/],
    ['ftp://z.lmt.lv', /must be an http or https address/],
  ] as const) {
    it(`[CFG-6] ${address} is refused as the public address`, () => {
      const found = problems({ ...PRODUCTION, PUBLIC_URL: address });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', reason);
    });
  }

  it('[CFG-7] each controller has a telephony secret of its own', () => {
    const env = { ...PRODUCTION, TELEPHONY_SECRET_LMT_RL: SECRET };
    assert.deepEqual([...loadConfig(env, []).telephonySecrets], [['lmt-rl', SECRET]]);
    const found = problemsOf(() => checkControllers(loadConfig(env, []), ['lmt', 'lmt-rl'], []));
    assert.deepEqual(found, ['TELEPHONY_SECRET_LMT: must be set']);
    const unknown = problemsOf(() => checkControllers(loadConfig(env, []), [], []));
    assert.deepEqual(unknown, ['TELEPHONY_SECRET_LMT_RL: there is no controller lmt-rl']);
  });

  it('[CFG-8] production refuses a missing fact of a controller and names it; demo does not mind', () => {
    const fact = { controller: 'lmt', fact: 'dataProtection', file: 'content/controllers/lmt.json' };
    const config = loadConfig({ ...PRODUCTION, TELEPHONY_SECRET_LMT: SECRET }, []);
    assert.deepEqual(
      problemsOf(() => checkControllers(config, ['lmt'], [fact])),
      ['content/controllers/lmt.json: dataProtection of lmt is not filled in'],
    );
    assert.deepEqual(
      problemsOf(() => checkControllers(loadConfig({}, []), ['lmt'], [fact])),
      [],
    );
  });

  it('[CFG-9] S3 needs a bucket and a region, and its exceptions need an endpoint', () => {
    const s3 = { MEDIA_STORE: 's3', S3_BUCKET: 'photos', S3_REGION: 'eu-north-1' };
    assert.deepEqual(loadConfig(s3, []).media, {
      kind: 's3',
      bucket: 'photos',
      region: 'eu-north-1',
      sse: true,
    });
    assert.equal(problems({ MEDIA_STORE: 's3' }).length, 2);
    assert.match(problems({ ...s3, S3_SSE: 'off' }).join(), /^S3_SSE/);
    assert.match(problems({ ...s3, S3_REGION_EXCEPTION: 'us-east-1' }).join(), /^S3_REGION_EXCEPTION/);
    assert.match(problems({ ...s3, S3_ENDPOINT: 'http://store.example' }).join(), /^S3_ENDPOINT/);
    assert.deepEqual(problems({ ...s3, S3_ENDPOINT: 'http://127.0.0.1:9000', S3_SSE: 'off' }), []);
  });
});

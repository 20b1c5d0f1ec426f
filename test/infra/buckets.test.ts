import assert from 'node:assert/strict';
import { storageApp } from '../../infra/storage.ts';
import { Match, Template } from './cdk.ts';
import { ACCOUNT_ADMIN, ADMINISTRATOR, bucketPolicy, DEPLOYMENT, decide, SERVICE } from './policy.ts';

const template = Template.fromStack(storageApp().stack);
const buckets = template.findResources('AWS::S3::Bucket');
const idOf = (name: string) => Object.keys(buckets).find((id) => id.startsWith(name)) ?? `no bucket ${name}`;
const MEDIA = idOf('Media');
const CHECKPOINTS = idOf('Checkpoints');
const LOGS = idOf('Logs');
const key = Object.keys(template.findResources('AWS::KMS::Key'))[0];
const SAFE = { 'aws:SecureTransport': 'true', 's3:TlsVersion': 1.3 };
const UNDER_KEY = { ...SAFE, 's3:x-amz-server-side-encryption-aws-kms-key-id': `arn:${key}` };

function may(bucket: string, role: string, action: string, says: Record<string, string | number> = SAFE) {
  const resource = /Bucket|Configuration/.test(action) ? `arn:${bucket}` : `arn:${bucket}/lmt/session/object`;
  return decide(bucketPolicy(template, bucket), { role, action, resource, says });
}

describe('every bucket', () => {
  it('[INF-30] there are three', () => {
    assert.equal(new Set([MEDIA, CHECKPOINTS, LOGS]).size, 3);
    template.resourceCountIs('AWS::S3::Bucket', 3);
  });

  it('[INF-30] blocks public access of every kind, has one owner, and outlives its stack', () => {
    template.allResources('AWS::S3::Bucket', {
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        AccessControl: Match.absent(),
        WebsiteConfiguration: Match.absent(),
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  for (const [name, bucket] of Object.entries({ media: MEDIA, checkpoints: CHECKPOINTS, logs: LOGS })) {
    it(`[INF-31] ${name}: nothing without TLS, or with less than 1.2`, () => {
      for (const role of [SERVICE, DEPLOYMENT, ACCOUNT_ADMIN]) {
        for (const action of ['s3:GetObject', 's3:PutObject', 's3:ListBucket']) {
          const plain = { ...UNDER_KEY, 'aws:SecureTransport': 'false' };
          assert.equal(may(bucket, role, action, plain), 'denied');
          assert.equal(may(bucket, role, action, { ...UNDER_KEY, 's3:TlsVersion': 1.1 }), 'denied');
        }
      }
    });

    it(`[INF-32] ${name}: allows nobody outside but the delivery of logs`, () => {
      const allowed = bucketPolicy(template, bucket).filter(({ Effect }) => Effect === 'Allow');
      const expected = bucket === LOGS ? ['logging.s3.amazonaws.com'] : [SERVICE];
      const principals = allowed.flatMap(({ Principal }) => [...Principal.AWS, ...Principal.Service]);
      assert.deepEqual([...new Set(principals)], expected);
    });
  }

  for (const [name, bucket] of Object.entries({ media: MEDIA, checkpoints: CHECKPOINTS })) {
    it(`[INF-33] ${name}: what it promises is changed by deployments only`, () => {
      const changes = [
        's3:PutLifecycleConfiguration',
        's3:PutEncryptionConfiguration',
        's3:PutReplicationConfiguration',
        's3:PutBucketPolicy',
        's3:DeleteBucketPolicy',
        's3:PutBucketVersioning',
        's3:PutBucketLogging',
        's3:PutBucketPublicAccessBlock',
        's3:PutBucketObjectLockConfiguration',
      ];
      for (const action of changes) {
        for (const role of [SERVICE, ADMINISTRATOR, ACCOUNT_ADMIN])
          assert.equal(may(bucket, role, action), 'denied', `${role} ${action}`);
        assert.equal(may(bucket, DEPLOYMENT, action), 'silent', action);
      }
    });
  }
});

describe('the media bucket', () => {
  const has = (properties: object) => assertHas(MEDIA, properties);

  it('[INF-40] is encrypted with its own KMS key, by bucket key', () => {
    const byKey = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [key, 'Arn'] } };
    has({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: byKey }],
      },
    });
  });

  it('[INF-40] a put under another key, or under none by name, is refused', () => {
    const header = 's3:x-amz-server-side-encryption-aws-kms-key-id';
    assert.equal(may(MEDIA, SERVICE, 's3:PutObject', UNDER_KEY), 'allowed');
    assert.equal(may(MEDIA, SERVICE, 's3:PutObject', { ...SAFE, [header]: 'arn:another' }), 'denied');
    assert.equal(may(MEDIA, SERVICE, 's3:PutObject', SAFE), 'denied');
  });

  it('[INF-41] the service does what it needs, and nobody else touches an object', () => {
    const needed = [
      's3:GetObject',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:GetObjectVersionTagging',
      's3:PutObjectTagging',
      's3:PutObjectVersionTagging',
      's3:ListBucket',
      's3:ListBucketVersions',
    ];
    for (const action of needed) assert.equal(may(MEDIA, SERVICE, action), 'allowed', action);
    for (const action of needed.filter((each) => !each.startsWith('s3:List'))) {
      for (const role of [ADMINISTRATOR, DEPLOYMENT, ACCOUNT_ADMIN])
        assert.equal(may(MEDIA, role, action), 'denied', `${role} ${action}`);
    }
    assert.equal(may(MEDIA, ACCOUNT_ADMIN, 's3:GetObjectVersion'), 'denied');
    assert.equal(may(MEDIA, ACCOUNT_ADMIN, 's3:PutObject', UNDER_KEY), 'denied');
  });

  it('[INF-42] keeps versions, and no version for long', () => {
    has({ VersioningConfiguration: { Status: 'Enabled' } });
    // Shown pictures: 180 days at most. 194 days after it was stored the last byte is gone: two weeks of margin.
    const [backstop] = rulesOf(MEDIA);
    assert.deepEqual(backstop, {
      Id: 'backstop-unless-held',
      Status: 'Enabled',
      TagFilters: [{ Key: 'hold', Value: 'none' }],
      ExpirationInDays: 187,
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
    });
  });

  it('[INF-43] expires only what says that nothing holds it', () => {
    const expiring = rulesOf(MEDIA).filter((rule) =>
      Object.keys(rule).some((name) => /Expiration|Transition/.test(name)),
    );
    assert.equal(expiring.length, 1);
    assert.deepEqual(expiring[0]?.TagFilters, [{ Key: 'hold', Value: 'none' }]);
  });

  it('[INF-43] what has no tags, as parts and lone markers, goes by rules that reach no object', () => {
    assert.deepEqual(rulesOf(MEDIA).slice(1), [
      {
        Id: 'unfinished-uploads',
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
      { Id: 'lone-delete-markers', Status: 'Enabled', ExpiredObjectDeleteMarker: true },
    ]);
  });

  it('[INF-44] its accesses are logged elsewhere', () => {
    has({ LoggingConfiguration: { DestinationBucketName: { Ref: LOGS }, LogFilePrefix: 'media/' } });
  });
});

describe('the bucket of access logs', () => {
  it('[INF-44] takes logs of these two buckets of this account, and nothing else', () => {
    const deliveries = bucketPolicy(template, LOGS).filter(({ Effect }) => Effect === 'Allow');
    assert.deepEqual(
      deliveries.map(({ Action, Resource, Condition }) => ({ Action, Resource, Condition })),
      [
        [MEDIA, 'media'],
        [CHECKPOINTS, 'checkpoints'],
      ].map(([bucket, prefix]) => ({
        Action: ['s3:PutObject'],
        Resource: [`arn:${LOGS}/${prefix}/*`],
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:${bucket}` },
          StringEquals: { 'aws:SourceAccount': '111122223333' },
        },
      })),
    );
  });

  it('[INF-45] is encrypted, has no versions, and forgets after a year', () => {
    assertHas(LOGS, {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: Match.absent(),
      LoggingConfiguration: Match.absent(),
    });
    assert.deepEqual(rulesOf(LOGS)[0], { Id: 'logs-expire', Status: 'Enabled', ExpirationInDays: 365 });
  });
});

describe('the checkpoint bucket', () => {
  it('[INF-50] locks what is written for the longest period of all, in compliance mode', () => {
    // Five years, of which two may be leap years, and two weeks.
    assertHas(CHECKPOINTS, {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1841 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('[INF-51] no rule expires anything, and no key can be deleted under it', () => {
    assert.deepEqual(
      rulesOf(CHECKPOINTS).map(({ Id }) => Id),
      ['unfinished-uploads'],
    );
    assertHas(CHECKPOINTS, {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
  });

  it('[INF-52] only the service adds to it; nobody hides an entry or softens a lock', () => {
    assert.equal(may(CHECKPOINTS, SERVICE, 's3:PutObject'), 'allowed');
    assert.equal(may(CHECKPOINTS, SERVICE, 's3:GetObject'), 'allowed');
    for (const role of [ADMINISTRATOR, DEPLOYMENT, ACCOUNT_ADMIN])
      assert.equal(may(CHECKPOINTS, role, 's3:PutObject'), 'denied', role);
    const forbidden = [
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:PutObjectRetention',
      's3:BypassGovernanceRetention',
    ];
    for (const role of [SERVICE, ADMINISTRATOR, DEPLOYMENT, ACCOUNT_ADMIN]) {
      for (const action of forbidden)
        assert.equal(may(CHECKPOINTS, role, action), 'denied', `${role} ${action}`);
    }
  });

  it('[INF-44] its accesses are logged, too', () => {
    assertHas(CHECKPOINTS, {
      LoggingConfiguration: { DestinationBucketName: { Ref: LOGS }, LogFilePrefix: 'checkpoints/' },
    });
  });
});

/** `hasResourceProperties` alone would be content with any bucket that fits. */
function assertHas(bucket: string, properties: object): void {
  const fitting = template.findResources('AWS::S3::Bucket', { Properties: Match.objectLike(properties) });
  assert.ok(bucket in fitting, `${bucket}: ${JSON.stringify(buckets[bucket]?.Properties, null, 1)}`);
}

function rulesOf(bucket: string): readonly Record<string, unknown>[] {
  return buckets[bucket]?.Properties?.LifecycleConfiguration?.Rules ?? [];
}

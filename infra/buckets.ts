/** The three buckets. Common to all: no public access, TLS only, one owner, and they stay when the stack goes. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { anyoneBut, letServiceUse, onlyDeploymentsChange, refuse } from './bucket-policy.ts';
import { accessLogs, checkpointLock, mediaBackstop } from './periods.ts';

const CLOSED = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies BucketProps;

/**
 * The tag under which an object may expire. S3 can only expire what a filter names, never "all but": what bears
 * another value, or no tag at all, stays. So a hold replaces the value, and a tag that was forgotten keeps a
 * ciphertext for too long instead of destroying evidence.
 */
export const NO_HOLD = { hold: 'none' } as const;

const USE_MEDIA = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'];
/** With these the server sets a hold on every version, and reads it back before it says that it is set. */
const SET_HOLDS = [
  's3:GetObjectTagging',
  's3:GetObjectVersionTagging',
  's3:PutObjectTagging',
  's3:PutObjectVersionTagging',
];

/** Parts of an upload that nobody finished are no object yet, so no tag can name them. */
const UNFINISHED: LifecycleRule = {
  id: 'unfinished-uploads',
  abortIncompleteMultipartUploadAfter: Duration.days(1),
};

interface Logged {
  readonly logs: Bucket;
  /** ARN of the role that the service runs under. */
  readonly service: string;
  /** ARN of the role that CloudFormation deploys with. */
  readonly deployment: string;
}

interface Media extends Logged {
  readonly key: IKey;
}

/** Who asked for which object, when: metadata only. S3 can deliver these under its own keys alone, not KMS. */
export function logBucket(scope: Construct, id: string): Bucket {
  return new Bucket(scope, id, {
    ...CLOSED,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ id: 'logs-expire', expiration: Duration.days(accessLogs()) }, UNFINISHED],
  });
}

/** Sealed media. Readable and writable by the service's role alone, whatever IAM allows to others. */
export function mediaBucket(scope: Construct, id: string, { key, logs, service, deployment }: Media): Bucket {
  const backstop = mediaBackstop();
  const bucket = new Bucket(scope, id, {
    ...CLOSED,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned: true,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'media/',
    lifecycleRules: [
      {
        id: 'backstop-unless-held',
        tagFilters: NO_HOLD,
        expiration: Duration.days(backstop.current),
        noncurrentVersionExpiration: Duration.days(backstop.noncurrent),
      },
      UNFINISHED,
      // A marker has no content, and goes only when no version is left behind it. S3 takes no tag filter here.
      { id: 'lone-delete-markers', expiredObjectDeleteMarker: true },
    ],
  });
  letServiceUse(bucket, service, [...USE_MEDIA, ...SET_HOLDS]);
  const touch = ['s3:GetObject*', 's3:PutObject*', 's3:DeleteObject*'];
  refuse(bucket, 'NobodyElseTouchesObjects', touch, anyoneBut(service));
  // A put that names KMS but no key would be encrypted with the account's default key, which has no split.
  const keyHeader = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  refuse(bucket, 'OnlyUnderItsKey', ['s3:PutObject'], { StringNotEquals: { [keyHeader]: key.keyArn } });
  onlyDeploymentsChange(bucket, deployment);
  return bucket;
}

/**
 * The ledger's checkpoints and tombstones: written once, deleted by nobody before the lock ends, the root user
 * included. No KMS key here: whoever may delete the key would undo the lock. They hold no content.
 */
export function checkpointBucket(
  scope: Construct,
  id: string,
  { logs, service, deployment }: Logged,
): Bucket {
  const bucket = new Bucket(scope, id, {
    ...CLOSED,
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(checkpointLock())),
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'checkpoints/',
    lifecycleRules: [UNFINISHED],
  });
  letServiceUse(bucket, service, ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject']);
  refuse(bucket, 'NobodyElseWrites', ['s3:PutObject'], anyoneBut(service));
  // A delete marker would hide what is locked; a put may name a shorter or softer lock than the bucket's own.
  refuse(bucket, 'NobodyHides', ['s3:DeleteObject*']);
  refuse(bucket, 'NobodySoftensALock', ['s3:PutObjectRetention', 's3:BypassGovernanceRetention']);
  onlyDeploymentsChange(bucket, deployment);
  return bucket;
}

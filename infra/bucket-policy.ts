/** Statements of a bucket's policy: what the service may do, and what is refused whatever IAM allows. */
import { AnyPrincipal, ArnPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** Settings that would undo a bucket's promises. */
const PROMISES = [
  's3:DeleteBucketPolicy',
  's3:PutBucketLogging',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
];

type Condition = Record<string, Record<string, string>>;

/** Holds for everyone but this role, and for no role at all, as with an anonymous request. */
export function anyoneBut(role: string): Condition {
  return { ArnNotEquals: { 'aws:PrincipalArn': role } };
}

/** The service lists the bucket, and does this with the objects in it. */
export function letServiceUse(bucket: Bucket, service: string, actions: readonly string[]): void {
  const onObjects = {
    sid: 'ServiceUsesObjects',
    actions: [...actions],
    resources: [bucket.arnForObjects('*')],
  };
  const onBucket = { sid: 'ServiceLists', actions: ['s3:ListBucket', 's3:ListBucketVersions'] };
  const principals = [new ArnPrincipal(service)];
  bucket.addToResourcePolicy(new PolicyStatement({ ...onObjects, principals }));
  bucket.addToResourcePolicy(new PolicyStatement({ ...onBucket, principals, resources: [bucket.bucketArn] }));
}

/** Refuses this with the bucket's objects: to everyone, or where the condition holds. */
export function refuse(
  bucket: Bucket,
  sid: string,
  actions: readonly string[],
  conditions?: Condition,
): void {
  const on = { actions: [...actions], resources: [bucket.arnForObjects('*')], conditions };
  bucket.addToResourcePolicy(refusal(sid, on));
}

/** A change of the bucket's promises goes through a deployment, hence through the review of this folder. */
export function onlyDeploymentsChange(bucket: Bucket, deployment: string): void {
  const on = { actions: [...PROMISES], resources: [bucket.bucketArn], conditions: anyoneBut(deployment) };
  bucket.addToResourcePolicy(refusal('OnlyDeploymentsChangePromises', on));
}

function refusal(
  sid: string,
  on: { actions: string[]; resources: string[]; conditions?: Condition },
): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.DENY, principals: [new AnyPrincipal()], ...on });
}

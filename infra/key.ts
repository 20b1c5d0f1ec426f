/** A KMS key whose administrators cannot decrypt, and cannot give themselves the right to. */
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, ArnPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface KeyPeople {
  /** ARN of the role that looks after the key: states, rotation, tags. */
  readonly administrator: string;
  /** ARN of the role that CloudFormation deploys with, the only one that may change the key's policy. */
  readonly deployment: string;
  /** ARN of the role that the service runs under, the only one that may encrypt and decrypt, through S3. */
  readonly service: string;
}

const LOOK_AFTER = [
  'kms:CancelKeyDeletion',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
];

/** Every use of the key's material, and the grants by which the right to it could be passed on. */
const USE = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
const GRANT = 'kms:CreateGrant';

/**
 * The usual first statement, which lets the account's IAM policies decide, is missing on purpose: with it every
 * administrator of the account could decrypt. The refusals repeat what no one was allowed, so that a statement
 * added later, or by a CDK grant, cannot undo it.
 */
export function splitKey(scope: Construct, id: string, description: string, people: KeyPeople): Key {
  return new Key(scope, id, {
    description,
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new PolicyDocument({
      statements: [
        allow('AdministratorsLookAfter', people.administrator, LOOK_AFTER),
        allow('DeploymentsSetThePolicy', people.deployment, [...LOOK_AFTER, 'kms:PutKeyPolicy']),
        allow(
          'ServiceUsesThroughS3',
          people.service,
          ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*'],
          {
            StringEquals: { 'kms:ViaService': `s3.${Aws.REGION}.amazonaws.com` },
          },
        ),
        refuse('NobodyElseUses', USE, { ArnNotEquals: { 'aws:PrincipalArn': people.service } }),
        refuse('NobodyPassesItOn', [GRANT]),
      ],
    }),
  });
}

type Conditions = Record<string, Record<string, string>>;

function allow(sid: string, role: string, actions: readonly string[], conditions: Conditions = {}) {
  const principals = [new ArnPrincipal(role)];
  return new PolicyStatement({ sid, principals, actions: [...actions], resources: ['*'], conditions });
}

function refuse(sid: string, actions: readonly string[], conditions: Conditions = {}) {
  const principals = [new AnyPrincipal()];
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals,
    actions: [...actions],
    resources: ['*'],
    conditions,
  });
}

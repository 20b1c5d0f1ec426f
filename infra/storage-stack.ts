/** Where the service keeps sealed media, and where its ledger's checkpoints cannot be taken back. */
import { CfnOutput, CfnParameter, CfnRule, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkpointBucket, logBucket, mediaBucket } from './buckets.ts';
import { splitKey } from './key.ts';

/** Three different roles; CloudFormation refuses the stack when one would play two of these parts. */
const ROLES = {
  service: ['ServiceRoleArn', 'The role that the server runs under.'],
  administrator: ['KeyAdministratorRoleArn', 'The role that looks after keys. It cannot use them.'],
  deployment: [
    'DeploymentRoleArn',
    'The role that CloudFormation deploys with. It alone changes key policies.',
  ],
} as const;

/** The stack's roles are parameters, so that synthesis needs no account, no region and no network. */
export class StorageStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, { description: 'Zvana asistents: media, checkpoints and their keys', ...props });
    const service = roleParameter(this, ROLES.service);
    const administrator = roleParameter(this, ROLES.administrator);
    const deployment = roleParameter(this, ROLES.deployment);
    mustDiffer(this, [service, administrator, deployment]);

    const people = { service, administrator, deployment };
    const key = splitKey(this, 'MediaKey', 'Zvana asistents: media at rest', people);
    const logs = logBucket(this, 'Logs');
    const media = mediaBucket(this, 'Media', { key, logs, service, deployment });
    const checkpoints = checkpointBucket(this, 'Checkpoints', { logs, service, deployment });

    output(this, 'MediaBucket', media.bucketName, 'S3_BUCKET of the server');
    output(this, 'MediaKeyArn', key.keyArn, 'S3_SSE_KEY of the server');
    output(
      this,
      'CheckpointBucket',
      checkpoints.bucketName,
      'Where the ledger puts checkpoints and tombstones',
    );
  }
}

function roleParameter(stack: Stack, [name, description]: readonly [string, string]): string {
  const allowedPattern = 'arn:aws:iam::[0-9]{12}:role/.+';
  const constraintDescription = 'must be the ARN of an IAM role';
  return new CfnParameter(stack, name, { description, allowedPattern, constraintDescription }).valueAsString;
}

function mustDiffer(stack: Stack, [a, b, c]: readonly [string, string, string]): void {
  const rule = new CfnRule(stack, 'SplitDuties');
  for (const [one, other] of [
    [a, b],
    [a, c],
    [b, c],
  ] as const) {
    const differ = Fn.conditionNot(Fn.conditionEquals(one, other));
    rule.addAssertion(differ, 'Service, key administrator and deployment must be three different roles.');
  }
}

function output(stack: Stack, id: string, value: string, description: string): void {
  new CfnOutput(stack, id, { value, description });
}

import assert from 'node:assert/strict';
import { storageApp } from '../../infra/storage.ts';
import { Template } from './cdk.ts';
import { ACCOUNT_ADMIN, ADMINISTRATOR, DEPLOYMENT, decide, keyPolicy, SERVICE } from './policy.ts';

/** Everything in KMS by which content can be opened, or a right to it be passed on. */
const OPENING = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DeriveSharedSecret',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateMac',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:ReplicateKey',
  'kms:Sign',
];
const THROUGH_S3 = { 'kms:ViaService': 's3.eu-north-1.amazonaws.com' };

describe('the key of the media bucket', () => {
  const template = Template.fromStack(storageApp().stack);
  const policy = keyPolicy(template);

  it('[INF-20] its administrators look after it and can neither open anything nor change who can', () => {
    for (const action of ['kms:DescribeKey', 'kms:EnableKeyRotation', 'kms:DisableKey', 'kms:EnableKey'])
      assert.equal(decide(policy, { role: ADMINISTRATOR, action }), 'allowed', action);
    for (const action of [
      ...OPENING,
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'kms:ImportKeyMaterial',
    ]) {
      assert.notEqual(decide(policy, { role: ADMINISTRATOR, action, says: THROUGH_S3 }), 'allowed', action);
    }
  });

  it('[INF-20] a deployment may set its policy and open nothing', () => {
    assert.equal(decide(policy, { role: DEPLOYMENT, action: 'kms:PutKeyPolicy' }), 'allowed');
    for (const action of OPENING)
      assert.notEqual(decide(policy, { role: DEPLOYMENT, action, says: THROUGH_S3 }), 'allowed', action);
  });

  it('[INF-20] what they may not do is allowed nowhere and refused besides: either would be enough', () => {
    const allowing = policy.filter(({ Effect }) => Effect === 'Allow');
    const refusing = policy.filter(({ Effect }) => Effect === 'Deny');
    for (const role of [ADMINISTRATOR, DEPLOYMENT]) {
      for (const action of OPENING)
        assert.equal(decide(allowing, { role, action, says: THROUGH_S3 }), 'silent', `${role} ${action}`);
      for (const action of [
        'kms:CreateGrant',
        'kms:Decrypt',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:ReEncryptFrom',
      ])
        assert.equal(decide(refusing, { role, action, says: THROUGH_S3 }), 'denied', `${role} ${action}`);
    }
  });

  it('[INF-21] only the role of the service encrypts and decrypts, and only through S3', () => {
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      assert.equal(decide(policy, { role: SERVICE, action, says: THROUGH_S3 }), 'allowed', action);
      assert.equal(decide(policy, { role: SERVICE, action }), 'silent', action);
      for (const role of [ADMINISTRATOR, DEPLOYMENT, ACCOUNT_ADMIN])
        assert.equal(decide(policy, { role, action, says: THROUGH_S3 }), 'denied', `${role} ${action}`);
    }
    assert.equal(decide(policy, { role: SERVICE, action: 'kms:CreateGrant', says: THROUGH_S3 }), 'denied');
    assert.notEqual(decide(policy, { role: SERVICE, action: 'kms:PutKeyPolicy' }), 'allowed');
  });

  it("[INF-22] the account's own IAM policies decide nothing about it", () => {
    const allowing = policy.filter(({ Effect }) => Effect === 'Allow');
    assert.deepEqual(
      allowing.map(({ Principal }) => Principal),
      [ADMINISTRATOR, DEPLOYMENT, SERVICE].map((role) => ({ AWS: [role], Service: [] })),
    );
    const vague = allowing.flatMap(({ Action }) => Action).filter((action) => action.includes('*'));
    assert.deepEqual(vague, ['kms:GenerateDataKey*']);
  });

  it('[INF-22] the three roles must be three', () => {
    const parameters = ['ServiceRoleArn', 'KeyAdministratorRoleArn', 'DeploymentRoleArn'];
    for (const name of parameters)
      template.hasParameter(name, { Type: 'String', AllowedPattern: 'arn:aws:iam::[0-9]{12}:role/.+' });
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    const differ = ([one, other]: readonly [number, number]) => ({
      Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: parameters[one] }, { Ref: parameters[other] }] }] },
      AssertDescription: 'Service, key administrator and deployment must be three different roles.',
    });
    assert.deepEqual(template.toJSON().Rules.SplitDuties, { Assertions: pairs.map(differ) });
  });

  it('[INF-23] it rotates, waits 30 days before it is deleted, and outlives its stack', () => {
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResource('AWS::KMS::Key', {
      Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });
});

import assert from 'node:assert/strict';
import { EUROPEAN_REGIONS } from '../../infra/europe.ts';
import { storageApp } from '../../infra/storage.ts';
import { EUROPEAN_REGIONS as ACCEPTED_BY_SERVER } from '../../server/adapters/european-region.ts';
import { CfnBucket, CfnKey, CfnReplicaKey, Stack, Template } from './cdk.ts';

const ALLOWED = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'];

describe('the region', () => {
  it('[INF-10] the regions are those that the server accepts', () => {
    assert.deepEqual([...EUROPEAN_REGIONS].sort(), ALLOWED);
    assert.deepEqual([...ACCEPTED_BY_SERVER].sort(), ALLOWED);
  });

  for (const region of ALLOWED) {
    it(`[INF-10] a stack in ${region} is synthesized`, () => {
      const { stack } = storageApp({ region });
      Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 3);
    });
  }

  // London and Zurich are in Europe, and in neither the EU nor the EEA.
  for (const region of ['us-east-1', 'eu-west-2', 'eu-central-2', 'eu-isoe-west-1', 'eu', '*']) {
    it(`[INF-10] a stack in ${region} fails the synthesis`, () => {
      assert.throws(() => storageApp({ region }).app.synth(), /outside the EU and EEA/);
    });
  }

  it('[INF-10] another stack that joins the app is held to it, too', () => {
    const { app } = storageApp();
    new Stack(app, 'Another', { env: { region: 'us-east-1' } });
    assert.throws(() => app.synth(), /Another: region us-east-1 is outside/);
  });

  it('[INF-11] what is not settled at synthesis, CloudFormation checks before it makes anything', () => {
    const { Rules } = Template.fromStack(storageApp().stack).toJSON();
    const { Assertions } = Rules.EuropeanRegion;
    assert.equal(Assertions.length, 1);
    assert.deepEqual(Assertions[0].Assert, { 'Fn::Contains': [ALLOWED, { Ref: 'AWS::Region' }] });
  });

  it('[INF-12] nothing carries content or keys to another region', () => {
    const copying = storageApp();
    const rule = { destination: { bucket: 'arn:aws:s3:::far-away' }, status: 'Enabled' };
    new CfnBucket(copying.stack, 'Copied', {
      replicationConfiguration: { role: 'arn:aws:iam::111122223333:role/copy', rules: [rule] },
    });
    assert.throws(() => copying.app.synth(), /Copied replicates its objects/);

    const everywhere = storageApp();
    new CfnKey(everywhere.stack, 'Everywhere', { keyPolicy: {}, multiRegion: true });
    assert.throws(() => everywhere.app.synth(), /Everywhere is a key for several regions/);

    const replica = storageApp();
    new CfnReplicaKey(replica.stack, 'Replica', {
      keyPolicy: {},
      primaryKeyArn: 'arn:aws:kms:eu-west-1:1:key/1',
    });
    assert.throws(() => replica.app.synth(), /Replica is a key for several regions/);
  });
});

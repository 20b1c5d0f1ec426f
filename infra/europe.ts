/** Content is stored within the EU and EEA only: by every stack of the app, whatever anyone adds to it later. */
import { Aspects, Aws, CfnRule, Fn, type IAspect, Stack, Token } from 'aws-cdk-lib';
import { CfnKey, CfnReplicaKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/**
 * AWS's regions in the EU and EEA. The server holds the same list against the region that it is given; a test
 * compares the two, since this folder imports nothing of the server but its policy table.
 */
export const EUROPEAN_REGIONS: readonly string[] = [
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-3',
];

/**
 * Synthesis throws for a stack in a region outside, and for what carries content or its keys to another region.
 * A stack whose region is not known before it is deployed gets a rule by which CloudFormation refuses it then.
 */
export function keepInEurope(app: IConstruct): void {
  Aspects.of(app).add(new EuropeanOnly());
}

class EuropeanOnly implements IAspect {
  visit(node: IConstruct): void {
    if (Stack.isStack(node)) mustBeEuropean(node);
    if (CfnBucket.isCfnBucket(node) && node.replicationConfiguration !== undefined)
      throw new Error(`${node.node.path} replicates its objects: they might leave the EU and EEA`);
    if ((CfnKey.isCfnKey(node) && node.multiRegion === true) || CfnReplicaKey.isCfnReplicaKey(node))
      throw new Error(`${node.node.path} is a key for several regions: it might leave the EU and EEA`);
  }
}

function mustBeEuropean(stack: Stack): void {
  const allowed = `allowed: ${EUROPEAN_REGIONS.join(', ')}`;
  if (Token.isUnresolved(stack.region)) {
    const rule = new CfnRule(stack, 'EuropeanRegion');
    rule.addAssertion(
      Fn.conditionContains([...EUROPEAN_REGIONS], Aws.REGION),
      `This region is outside the EU and EEA; ${allowed}`,
    );
  } else if (!EUROPEAN_REGIONS.includes(stack.region)) {
    throw new Error(`${stack.stackName}: region ${stack.region} is outside the EU and EEA; ${allowed}`);
  }
}

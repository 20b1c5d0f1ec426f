/** The CDK lives in infra's own packages, which an import from here does not find by name. */
export { Match, Template } from '../../infra/node_modules/aws-cdk-lib/assertions/index.js';
export { CfnKey, CfnReplicaKey } from '../../infra/node_modules/aws-cdk-lib/aws-kms/index.js';
export { CfnBucket } from '../../infra/node_modules/aws-cdk-lib/aws-s3/index.js';
export { Stack } from '../../infra/node_modules/aws-cdk-lib/index.js';

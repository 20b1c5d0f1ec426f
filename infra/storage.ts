/** The app that holds the storage stack: the command line and the tests get the same one. */
import { App } from 'aws-cdk-lib';
import { keepInEurope } from './europe.ts';
import { StorageStack } from './storage-stack.ts';

/** The way S3 logs today: allowed by the log bucket's policy, without access-control lists. */
const FLAGS = { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true };

/**
 * Context may name a `region` and an `account`. Without them the stack fits any account and European region, and
 * CloudFormation checks the region. Synthesis throws for one outside the EU and EEA.
 */
export function storageApp(context: Readonly<Record<string, string>> = {}): {
  readonly app: App;
  readonly stack: StorageStack;
} {
  const app = new App({ context: { ...FLAGS, ...context } });
  const region = contextString(app, 'region');
  const account = contextString(app, 'account');
  const stack = new StorageStack(app, 'ZvanaAsistentsStorage', {
    env: { ...(region && { region }), ...(account && { account }) },
  });
  keepInEurope(app);
  return { app, stack };
}

function contextString(app: App, name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  if (value !== undefined && typeof value !== 'string') throw new Error(`context ${name} must be a string`);
  return value;
}

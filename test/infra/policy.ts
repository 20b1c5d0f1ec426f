/**
 * How AWS weighs a resource's policy, for the few operators that ours use; anything else throws, so that a
 * statement which this does not understand cannot pass a test.
 */
import * as v from 'valibot';
import type { Template } from './cdk.ts';

const Several = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((one) => (typeof one === 'string' ? [one] : one)),
);
const Condition = v.record(v.string(), v.record(v.string(), v.union([v.string(), v.number()])));
const Statement = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.strictObject({ AWS: v.optional(Several, []), Service: v.optional(Several, []) }),
  Action: Several,
  Resource: Several,
  Condition: v.optional(Condition, {}),
});
export type Statement = v.InferOutput<typeof Statement>;

export const SERVICE = 'arn:aws:iam::111122223333:role/zvana-service';
export const ADMINISTRATOR = 'arn:aws:iam::111122223333:role/key-administrator';
export const DEPLOYMENT = 'arn:aws:iam::111122223333:role/cdk-deployment';
/** Anyone in the account whose IAM policies allow everything. */
export const ACCOUNT_ADMIN = 'arn:aws:iam::111122223333:role/account-admin';

/** What the template's references stand for once it is deployed. */
const DEPLOYED: Readonly<Record<string, string>> = {
  ServiceRoleArn: SERVICE,
  KeyAdministratorRoleArn: ADMINISTRATOR,
  DeploymentRoleArn: DEPLOYMENT,
  'AWS::Region': 'eu-north-1',
  'AWS::AccountId': '111122223333',
};

/** Replaces references by what they stand for; a resource's ARN is `arn:` and its logical id. */
export function deployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deployed);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value && typeof value.Ref === 'string') return DEPLOYED[value.Ref] ?? value.Ref;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `arn:${value['Fn::GetAtt'][0]}`;
  if ('Fn::Join' in value) {
    const [by, parts] = v.parse(v.tuple([v.string(), v.array(v.unknown())]), value['Fn::Join']);
    return parts.map(deployed).join(by);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deployed(each)]));
}

const Policied = v.object({
  Properties: v.object({
    Bucket: v.optional(v.string()),
    KeyPolicy: v.optional(v.object({ Statement: v.array(Statement) })),
    PolicyDocument: v.optional(v.object({ Statement: v.array(Statement) })),
  }),
});

/** Statements of the only key's policy, as deployed. */
export function keyPolicy(template: Template): readonly Statement[] {
  const [key, ...more] = Object.values(template.findResources('AWS::KMS::Key'));
  if (more.length > 0) throw new Error('more keys than one');
  return v.parse(Policied, deployed(key)).Properties.KeyPolicy?.Statement ?? [];
}

/** Statements of a bucket's policy, as deployed. */
export function bucketPolicy(template: Template, logicalId: string): readonly Statement[] {
  const policies = Object.values(template.findResources('AWS::S3::BucketPolicy')).map(
    (each) => v.parse(Policied, deployed(each)).Properties,
  );
  return policies.find(({ Bucket }) => Bucket === logicalId)?.PolicyDocument?.Statement ?? [];
}

export interface Request {
  readonly role: string;
  readonly action: string;
  readonly resource?: string;
  /** What else the request says, by the names of condition keys. */
  readonly says?: Readonly<Record<string, string | number>>;
}

/** `silent`: a bucket leaves it to IAM then; a key without a statement for the account's root refuses. */
export function decide(statements: readonly Statement[], request: Request): 'allowed' | 'denied' | 'silent' {
  const fitting = statements.filter((statement) => fits(statement, request));
  if (fitting.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return fitting.length > 0 ? 'allowed' : 'silent';
}

function fits({ Principal, Action, Resource, Condition }: Statement, request: Request): boolean {
  const { role, action, resource, says = {} } = request;
  const facts: Readonly<Record<string, string | number>> = { 'aws:PrincipalArn': role, ...says };
  const tests = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => holds(operator, facts[key], wanted)),
  );
  return (
    Principal.AWS.some((one) => one === '*' || one === role) &&
    Action.some((one) => like(one, action)) &&
    Resource.some((one) => resource === undefined || like(one, resource)) &&
    tests.every(Boolean)
  );
}

/** What a request does not say fails an operator, and passes a negated one. */
function holds(operator: string, said: string | number | undefined, wanted: string | number): boolean {
  switch (operator) {
    case 'Bool':
    case 'StringEquals':
      return said === wanted;
    case 'ArnLike':
      return said !== undefined && like(String(wanted), String(said));
    case 'ArnNotEquals':
    case 'StringNotEquals':
      return said !== wanted;
    case 'NumericLessThan':
      return said !== undefined && Number(said) < Number(wanted);
    default:
      throw new Error(`operator ${operator} is not understood here`);
  }
}

function like(pattern: string, text: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(text);
}

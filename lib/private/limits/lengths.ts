import { CfnResource, type Stack } from 'aws-cdk-lib';

/** A text as long as a resolved value of the template has at least. */
export type Measure = (value: unknown) => string;

/** What most tokens have: the names and ARNs that CloudFormation makes have more, parameters may have less. */
const TOKEN = 50;

const SECRET = 'AWS::SecretsManager::Secret';

/**
 * CloudFormation names a secret after its logical id, with 12 characters behind it, and Secrets Manager puts
 * 6 behind that.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
 */
const SECRET_ARN = 'arn:aws:secretsmanager:sa-east-1:111122223333:secret:-123456789012-123456';

const PSEUDO_PARAMETERS: Readonly<Record<string, number>> = {
  'AWS::AccountId': '111122223333'.length,
  'AWS::Partition': 'aws'.length,
  'AWS::Region': 'sa-east-1'.length,
  'AWS::URLSuffix': 'amazonaws.com'.length,
};

/** How long values of a stack's template will be. Of secrets, which most variables are about, that is known well. */
export function lengthsOf(stack: Stack): Measure {
  const secrets = new Set(
    stack.node
      .findAll()
      .filter((each) => CfnResource.isCfnResource(each) && each.cfnResourceType === SECRET)
      .map((each) => stack.resolve((each as CfnResource).logicalId)),
  );
  const lengthOf = (name: unknown): number => {
    if (secrets.has(name)) return SECRET_ARN.length + String(name).length;
    return PSEUDO_PARAMETERS[String(name)] ?? TOKEN;
  };
  return function textOf(value: unknown): string {
    if (typeof value === 'string') return value;
    const { 'Fn::Join': join, Ref: name } = Object(value);
    // What is joined may itself be a list that only the deployment knows.
    if (join !== undefined) return [join[1]].flat().map(textOf).join(join[0]);
    return 'x'.repeat(lengthOf(name));
  };
}

/** A value with texts in place of what only the deployment knows. */
export function measured(value: unknown, measure: Measure): unknown {
  if (Array.isArray(value)) return value.map((each) => measured(each, measure));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first = ''] = Object.keys(value);
  if (entries.length === 1 && /^(Ref|Fn::\w+)$/.test(first)) return measure(value);
  return Object.fromEntries(entries.map(([name, each]) => [name, measured(each, measure)]));
}

/**
 * The longest texts that a template can become: names that CloudFormation makes, for a stack with the longest
 * name, in the Region whose partition and name are longest together.
 */

/** A template as JSON. */
export interface TemplateJson {
  readonly Resources: Resources;
}

type Resources = Readonly<Record<string, { readonly Type: string }>>;

const PARTITION = 'aws-iso-b';
const REGION = 'us-isob-east-1';
const ACCOUNT = '111122223333';
/** The longest, of China; those of this partition are shorter. */
const URL_SUFFIX = 'amazonaws.com.cn';
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html */
const STACK = 's'.repeat(128);

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': PARTITION,
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': URL_SUFFIX,
  'AWS::StackName': STACK,
};

/** Service, the part of an ARN before the name, and most characters of a name, by types. */
const ARNS: Readonly<Record<string, readonly [string, string, number]>> = {
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'table/', 255],
  'AWS::Events::EventBus': ['events', 'event-bus/', 256],
  'AWS::Lambda::Function': ['lambda', 'function:', 64],
  'AWS::Logs::LogGroup': ['logs', 'log-group:', 512],
  'AWS::S3::Bucket': ['s3', '', 63],
};

/** A resolved value of the template as one text. */
export function longest(template: TemplateJson, value: unknown): string {
  const { Resources: resources } = template;
  const textOf = (each: unknown): string => {
    if (typeof each === 'string') return each;
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = Object(each);
    if (join !== undefined) return join[1].map(textOf).join(join[0]);
    if (Ref !== undefined) return PSEUDO_PARAMETERS[Ref] ?? refOf(resources, Ref);
    if (attribute !== undefined) return attributeOf(resources, attribute[0], attribute[1]);
    throw new Error(`${JSON.stringify(each)} has no known length`);
  };
  return textOf(value);
}

/** The same of each value in an object or a list. */
export function longestIn(template: TemplateJson, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  const [key = ''] = keys;
  if (keys.length === 1 && /^(Ref|Fn::.+)$/.test(key)) return longest(template, value);
  if (Array.isArray(value)) return value.map((each) => longestIn(template, each));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, longestIn(template, each)]),
  );
}

/** `<stack>-<logical id>-<13 characters>`, cut to what the service takes. */
function nameOf(logicalId: string, most: number): string {
  return `${STACK}-${logicalId}-${'r'.repeat(13)}`.slice(0, most);
}

function typeOf(resources: Resources, logicalId: string): string {
  const resource = resources[logicalId];
  if (resource === undefined) throw new Error(`there is no ${logicalId}`);
  return resource.Type;
}

function refOf(resources: Resources, logicalId: string): string {
  const type = typeOf(resources, logicalId);
  if (type === 'AWS::SecretsManager::Secret') {
    // Named after the logical id alone.
    return `arn:${PARTITION}:secretsmanager:${REGION}:${ACCOUNT}:secret:${logicalId}-${'r'.repeat(12)}-${'r'.repeat(6)}`;
  }
  const [, , most] = ARNS[type] ?? [];
  if (most === undefined) throw new Error(`the name of ${type} has no known length`);
  return nameOf(logicalId, most);
}

function attributeOf(resources: Resources, logicalId: string, name: string): string {
  const type = typeOf(resources, logicalId);
  if (name === 'ApiEndpoint')
    return `https://${'r'.repeat(10)}.execute-api.${REGION}.${URL_SUFFIX}`;
  if (type === 'AWS::S3::Bucket' && name === 'RegionalDomainName')
    return `${nameOf(logicalId, 63)}.s3.${REGION}.${URL_SUFFIX}`;
  const [service, prefix, most] = ARNS[type] ?? [];
  if (most === undefined || !/^(Arn|StreamArn)$/.test(name)) {
    throw new Error(`${name} of ${type} has no known length`);
  }
  const arn = `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${prefix}${nameOf(logicalId, most)}`;
  return name === 'StreamArn' ? `${arn}/stream/2026-01-01T00:00:00.000` : arn;
}

import { isObject, type Json } from 'cdk-users-api-local/cloudformation/template';

/**
 * A statement of a role's policy that allows something. What IAM has beyond this is refused rather
 * than passed over, so that nothing is judged by half of what a policy says.
 */
export interface Statement {
  /** Such as `dynamodb:GetItem`; none has a wildcard. */
  readonly actions: readonly string[];
  /** ARNs, with wildcards. */
  readonly resources: readonly string[];
  /** `ForAllValues:StringLike` of `dynamodb:LeadingKeys`: every key of a request is like one of these. */
  readonly keys?: readonly string[];
  /** `Null` of `dynamodb:LeadingKeys` is `false`: a request has to have keys. */
  readonly keysRequired: boolean;
  /**
   * `ForAllValues:StringEquals` of `dynamodb:Attributes`, together with `Null` of it `false` and either
   * `dynamodb:Select` of `SPECIFIC_ATTRIBUTES` or `returnValues`: a request names attributes, and each
   * is one of these.
   */
  readonly attributes?: readonly string[];
  /** `StringEqualsIfExists` of `dynamodb:ReturnValues`: what a write may ask to be told of the item. */
  readonly returnValues?: readonly string[];
  /** Of KMS and S3: what a request says by whom, for what and of whose it is made, and patterns that it is like one of. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

const MEMBERS = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];
const LEADING_KEYS = 'dynamodb:LeadingKeys';
const ATTRIBUTES = 'dynamodb:Attributes';
const SELECT = 'dynamodb:Select';
const RETURN_VALUES = 'dynamodb:ReturnValues';

/**
 * @param value of a policy document, without intrinsic functions
 * @throws for whatever is not understood
 */
export function readStatement(value: Json): Statement {
  if (!isObject(value)) throw notUnderstood('statement', value);
  const { Effect, Action, Resource, Condition = {} } = value;
  const strange = Object.keys(value).find((member) => !MEMBERS.includes(member));
  if (strange !== undefined) throw notUnderstood('element', strange);
  if (Effect !== 'Allow') throw notUnderstood('effect', Effect);
  const actions = texts(Action);
  const wide = actions.find((action) => !/^[a-z0-9]+:[A-Za-z]+$/.test(action));
  if (wide !== undefined) throw notUnderstood('action', wide);
  return { actions, resources: texts(Resource), ...readCondition(Condition) };
}

function readCondition(condition: Json): Omit<Statement, 'actions' | 'resources'> {
  if (!isObject(condition)) throw notUnderstood('condition', condition);
  let keys: readonly string[] | undefined;
  let attributes: readonly string[] | undefined;
  let returnValues: readonly string[] | undefined;
  const context: Record<string, readonly string[]> = {};
  const tests = Object.entries(condition).flatMap(([operator, test]) => {
    if (!isObject(test)) throw notUnderstood('condition', { [operator]: test });
    return Object.entries(test).map(([key, value]) => ({ operator, key, values: texts(value) }));
  });
  const marks = new Set<string>();
  for (const { operator, key, values } of tests) {
    const mark = `${operator} ${key}`;
    if (mark === `ForAllValues:StringLike ${LEADING_KEYS}`) keys = values;
    else if (mark === `ForAllValues:StringEquals ${ATTRIBUTES}`) attributes = values;
    else if (mark === `StringEqualsIfExists ${RETURN_VALUES}`) returnValues = values;
    else if (OF_REQUESTS.test(mark)) context[key] = values;
    else if (MARKS.includes(`${mark} ${values.join()}`)) marks.add(key);
    else throw notUnderstood('condition', { [operator]: { [key]: values } });
  }
  // These stand together: a read that names no attributes is given all of them, and a write that asks for
  // what it found or left is given all of that.
  const isLimited = attributes !== undefined;
  const limit = marks.has(SELECT) || returnValues !== undefined;
  if (marks.has(ATTRIBUTES) !== isLimited || (isLimited && !limit)) {
    throw notUnderstood('condition', condition);
  }
  if (marks.has(SELECT) && (!isLimited || returnValues))
    throw notUnderstood('condition', condition);
  return {
    ...(keys && { keys }),
    keysRequired: marks.has(LEADING_KEYS),
    ...(attributes && { attributes }),
    ...(returnValues && { returnValues }),
    ...(Object.keys(context).length > 0 && { context }),
  };
}

/** Conditions on KMS and S3. Values without wildcards are equal if they are like each other. */
const OF_REQUESTS =
  /^(StringEquals (kms:ViaService|s3:ResourceAccount)|(StringLike|ArnEquals) kms:EncryptionContext:\S+)$/;

/** Conditions that a request has to name something. */
const MARKS = [
  `Null ${LEADING_KEYS} false`,
  `Null ${ATTRIBUTES} false`,
  `StringEquals ${SELECT} SPECIFIC_ATTRIBUTES`,
];

/** One text or a list of them; a policy variable, such as `${aws:username}`, is not understood. */
function texts(value: Json | undefined): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const known = list.filter((item) => typeof item === 'string' && !item.includes('${'));
  if (known.length === 0 || known.length < list.length) throw notUnderstood('value', value);
  return known as string[];
}

function notUnderstood(what: string, value: unknown): Error {
  return new Error(`${what} ${JSON.stringify(value)} of a policy is not understood`);
}

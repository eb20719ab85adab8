import { isObject, type Json } from '../../../local/cloudformation/template.ts';

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
}

const MEMBERS = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];
const LEADING_KEYS = 'dynamodb:LeadingKeys';

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

function readCondition(condition: Json): Pick<Statement, 'keys' | 'keysRequired'> {
  if (!isObject(condition)) throw notUnderstood('condition', condition);
  let keys: readonly string[] | undefined;
  let keysRequired = false;
  for (const [operator, test] of Object.entries(condition)) {
    if (!isObject(test) || Object.keys(test).some((key) => key !== LEADING_KEYS)) {
      throw notUnderstood('condition', { [operator]: test });
    }
    const values = texts(test[LEADING_KEYS]);
    if (operator === 'ForAllValues:StringLike') keys = values;
    else if (operator === 'Null' && values.join() === 'false') keysRequired = true;
    else throw notUnderstood('condition', { [operator]: test });
  }
  return { ...(keys && { keys }), keysRequired };
}

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

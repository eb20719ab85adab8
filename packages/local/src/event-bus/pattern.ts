import { isObject } from '../cloudformation/template.ts';
import { LocalError } from '../errors.ts';
import { type Comparison, comparison, type Scalar } from './comparisons.ts';

/** Tells whether an event is one that the pattern describes. */
export type Matcher = (event: unknown) => boolean;

/** Values of one field: none where the event lacks it, several where it holds a list. */
type Field = (event: unknown) => readonly unknown[];

/**
 * Compiles an EventBridge event pattern, the language of rules and of the filters of event source
 * mappings alike.
 *
 * @param owner what the pattern belongs to, for the error message.
 * @throws {LocalError} `UNSUPPORTED` for a comparison operator that is not known here.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown, owner: string): Matcher {
  try {
    return compile(pattern, (event) => [event]);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new LocalError('UNSUPPORTED', `the event pattern of ${owner} ${error.message}`);
  }
}

function compile(pattern: unknown, field: Field): Matcher {
  if (!isObject(pattern)) throw new SyntaxError('is not an object of fields');
  const conditions = Object.entries(pattern).map(([name, condition]): Matcher => {
    if (name === '$or' && Array.isArray(condition)) {
      const alternatives = condition.map((alternative) => compile(alternative, field));
      return (event) => alternatives.some((matches) => matches(event));
    }
    const inner: Field = (event) => field(event).flatMap((parent) => valuesOf(parent, name));
    return Array.isArray(condition) ? anyOf(condition, inner) : compile(condition, inner);
  });
  return (event) => conditions.every((matches) => matches(event));
}

function valuesOf(parent: unknown, name: string): readonly unknown[] {
  if (Array.isArray(parent)) return parent.flatMap((item) => valuesOf(item, name));
  return isObject(parent) && Object.hasOwn(parent, name) ? [parent[name]] : [];
}

/** A field matches when one of its values passes one of the comparisons. */
function anyOf(alternatives: readonly unknown[], field: Field): Matcher {
  const comparisons: Comparison[] = [];
  let absent = false;
  for (const alternative of alternatives) {
    if (isObject(alternative) && 'exists' in alternative) {
      if (alternative.exists === true) comparisons.push(() => true);
      else absent = true;
    } else {
      comparisons.push(comparison(alternative));
    }
  }
  return (event) => {
    const values = field(event).flat(Infinity).filter(isScalar);
    if (values.length === 0) return absent;
    return values.some((value) => comparisons.some((passes) => passes(value)));
  };
}

/** EventBridge compares leaves only: an object counts as a field that is not there. */
function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

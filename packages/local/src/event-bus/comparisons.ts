import { isObject } from '../cloudformation/template.ts';

export type Scalar = string | number | boolean | null;
export type Comparison = (value: Scalar) => boolean;

/**
 * One alternative of a field in an event pattern: a literal, or an object with one operator.
 *
 * @throws {SyntaxError} for an operator that is not known here.
 */
export function comparison(alternative: unknown): Comparison {
  if (!isObject(alternative)) return (value) => value === alternative;
  const [[operator, operand] = ['', null], ...others] = Object.entries(alternative);
  const compile = OPERATORS[operator];
  if (compile === undefined || others.length > 0) {
    throw new SyntaxError(
      `uses ${JSON.stringify(alternative)}; known here are ${Object.keys(OPERATORS).join(', ')}, exists and $or`,
    );
  }
  return compile(operand);
}

const OPERATORS: Readonly<Record<string, (operand: unknown) => Comparison>> = {
  prefix: (operand) => affix(operand, (text, prefix) => text.startsWith(prefix)),
  suffix: (operand) => affix(operand, (text, suffix) => text.endsWith(suffix)),
  'equals-ignore-case': (operand) => (value) =>
    typeof value === 'string' && lower(value) === lower(operand),
  wildcard: (operand) => {
    const expression = wildcard(String(operand));
    return (value) => typeof value === 'string' && expression.test(value);
  },
  'anything-but': (operand) => {
    const refused = refusals(operand);
    return (value) => !refused.some((matches) => matches(value));
  },
  numeric,
};

/** `"a"`, `{"equals-ignore-case": "a"}`. */
function affix(operand: unknown, holds: (text: string, affix: string) => boolean): Comparison {
  if (isObject(operand) && 'equals-ignore-case' in operand) {
    const folded = lower(operand['equals-ignore-case']);
    return (value) => typeof value === 'string' && holds(lower(value), folded);
  }
  return (value) => typeof value === 'string' && holds(value, String(operand));
}

/** `"a"`, `["a", 1]`, `{"prefix": "a"}`, `{"suffix": ["a", "b"]}`. */
function refusals(operand: unknown): Comparison[] {
  if (Array.isArray(operand)) return operand.map(comparison);
  if (!isObject(operand)) return [comparison(operand)];
  return Object.entries(operand).flatMap(([operator, operands]) =>
    (Array.isArray(operands) ? operands : [operands]).map((one) => comparison({ [operator]: one })),
  );
}

/** `[">", 0, "<=", 5]`. */
function numeric(operand: unknown): Comparison {
  const terms = Array.isArray(operand) ? operand : [];
  const bounds: ((value: number) => boolean)[] = [];
  for (let index = 0; index < terms.length; index += 2) {
    const relation = RELATIONS[String(terms[index])];
    const bound: unknown = terms[index + 1];
    if (relation === undefined || typeof bound !== 'number') break;
    bounds.push((value) => relation(value, bound));
  }
  if (bounds.length === 0 || bounds.length * 2 !== terms.length) {
    throw new SyntaxError(`compares numbers by ${JSON.stringify(operand)}`);
  }
  return (value) => typeof value === 'number' && bounds.every((holds) => holds(value));
}

const RELATIONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `*` is any text; a backslash escapes it, or another backslash. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([*\\])|\*|[^*\\]+|\\/g, (part, escaped?: string) =>
    part === '*' ? '.*' : (escaped ?? part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source}$`, 's');
}

function lower(text: unknown): string {
  return String(text).toLowerCase();
}

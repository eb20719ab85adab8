import * as z from 'zod/mini';
import { parseEmail } from '../users/email.ts';
import { type Problem, ValidationError } from './errors.ts';

/** An address in its stored form. */
export const email = z.pipe(
  z.string(),
  z.transform((text: string, context) => {
    const parsed = parseEmail(text);
    if (parsed !== undefined) return parsed;
    context.issues.push({
      code: 'custom',
      input: text,
      params: { type: 'value_error' },
      message: 'Input should be one email address, such as name@example.com',
    });
    return z.NEVER;
  }),
);

/** A password as it was sent; a lone surrogate has no UTF-8 form that could be hashed. */
export const password = z.string().check(
  z.refine((text) => text.isWellFormed(), {
    params: { type: 'string_unicode' },
    error: ({ input }) =>
      `Input should be a valid Unicode string, without lone surrogates; this one has ${loneSurrogates(input)}`,
  }),
);

/** A pair of surrogates is one code point, so those left over have no partner. */
function loneSurrogates(input: unknown): number {
  return [...String(input)].filter((character) => !character.isWellFormed()).length;
}

/** A whole number in a query string. */
export const integer = ({ minimum, maximum }: { minimum: number; maximum: number }) =>
  z.pipe(
    z.pipe(
      z.string(),
      // Anything but a decimal becomes NaN, which is no integer.
      z.transform((text: string) => (/^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN)),
    ),
    z.int().check(z.gte(minimum), z.lte(maximum)),
  );

/** Slug and text for a value of the wrong type, by the expected type. */
const EXPECTED: Readonly<Record<string, readonly [type: string, msg: string]>> = {
  string: ['string_type', 'Input should be a valid string'],
  boolean: ['bool_type', 'Input should be a valid boolean'],
  int: ['int_parsing', 'Input should be a valid integer'],
  number: ['int_parsing', 'Input should be a valid integer'],
};

/** The result of a schema for the fields of a body or a query: output, or every problem. */
export type Checked<Output> =
  | { readonly data: Output; readonly problems?: undefined }
  | { readonly problems: readonly Problem[] };

/** @throws ValidationError with one problem for each issue */
export function validate<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: Readonly<Record<string, unknown>>,
  source: 'body' | 'query',
): z.output<Schema> {
  const checked = check(schema, input, source);
  if (checked.problems) throw new ValidationError(checked.problems);
  return checked.data;
}

export function check<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: Readonly<Record<string, unknown>>,
  source: 'body' | 'query',
): Checked<z.output<Schema>> {
  const result = z.safeParse(schema, input);
  if (result.success) return { data: result.data };
  return { problems: result.error.issues.map((issue) => toProblem(issue, input, source)) };
}

function toProblem(
  issue: z.core.$ZodIssue,
  input: Readonly<Record<string, unknown>>,
  source: string,
): Problem {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key));
  const loc = [source, ...path];
  const [field] = path;
  if (field !== undefined && !Object.hasOwn(input, field)) {
    return { loc, msg: 'Field required', type: 'missing' };
  }
  switch (issue.code) {
    case 'invalid_type': {
      const [type, msg] = EXPECTED[issue.expected] ?? ['value_error', issue.message];
      return { loc, msg, type };
    }
    case 'too_small':
      return {
        loc,
        msg: `Input should be greater than or equal to ${issue.minimum}`,
        type: 'greater_than_equal',
      };
    case 'too_big':
      return {
        loc,
        msg: `Input should be less than or equal to ${issue.maximum}`,
        type: 'less_than_equal',
      };
    case 'custom':
      return { loc, msg: issue.message, type: String(issue.params?.type ?? 'value_error') };
    default:
      return { loc, msg: issue.message, type: 'value_error' };
  }
}

import { type Problem, ValidationError } from './errors.ts';

/** The refusal of a body that has none of the fields of which it has to have one. */
export function noneOf(fields: readonly string[]): ValidationError {
  const [first = '', ...others] = fields;
  const problem: Problem =
    others.length === 0
      ? { loc: ['body', first], msg: 'Field required', type: 'missing' }
      : { loc: ['body'], msg: `Input should have either ${fields.join(', or ')}`, type: 'missing' };
  return new ValidationError([problem]);
}

/** The refusal of a body that has two of them. */
export function bothOf(first: string, second: string): ValidationError {
  const msg = `Input should be either ${first} or ${second}, and both are given`;
  return new ValidationError([{ loc: ['body', second], msg, type: 'value_error' }]);
}

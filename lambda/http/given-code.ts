import * as z from 'zod/mini';
import type { GivenCode } from '../users/factors/factor-use.ts';
import { type Problem, ValidationError } from './errors.ts';

/** Fields of a body that takes a code of an authenticator app or a recovery code. */
export const codeFields = { code: z.optional(z.string()), recovery_code: z.optional(z.string()) };

const NONE: Problem = { loc: ['body', 'code'], msg: 'Field required', type: 'missing' };
const BOTH: Problem = {
  loc: ['body', 'recovery_code'],
  msg: 'Input should be either code or recovery_code, and both are given',
  type: 'value_error',
};

/** @throws ValidationError unless one of the two is given */
export function givenCode({
  code,
  recovery_code: recoveryCode,
}: {
  readonly code?: string | undefined;
  readonly recovery_code?: string | undefined;
}): GivenCode {
  if (recoveryCode === undefined) {
    if (code === undefined) throw new ValidationError([NONE]);
    return { method: 'totp', code };
  }
  if (code !== undefined) throw new ValidationError([BOTH]);
  return { method: 'recovery_code', code: recoveryCode };
}

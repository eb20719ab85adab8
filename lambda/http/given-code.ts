import * as z from 'zod/mini';
import type { GivenCode } from '../users/factors/factor-use.ts';
import { bothOf, noneOf } from './either.ts';

/** Fields of a body that takes a code of an authenticator app or a recovery code. */
export const codeFields = { code: z.optional(z.string()), recovery_code: z.optional(z.string()) };

/** @throws ValidationError unless one of the two is given */
export function givenCode({
  code,
  recovery_code: recoveryCode,
}: {
  readonly code?: string | undefined;
  readonly recovery_code?: string | undefined;
}): GivenCode {
  if (recoveryCode === undefined) {
    if (code === undefined) throw noneOf(['code', 'recovery_code']);
    return { method: 'totp', code };
  }
  if (code !== undefined) throw bothOf('code', 'recovery_code');
  return { method: 'recovery_code', code: recoveryCode };
}

import * as z from 'zod/mini';
import type { AssertionResponse } from '../users/passkeys/verification.ts';
import { bothOf, noneOf } from './either.ts';
import { type Problem, ValidationError } from './errors.ts';
import { assertion } from './passkeys.ts';

/** Fields of a body that takes a passkey, beside others. */
export const passkeyFields = {
  challenge_token: z.optional(z.string()),
  credential: z.optional(assertion),
};

/** A use of a passkey, with the challenge that it is for. */
export interface GivenPasskey {
  readonly challengeToken: string;
  readonly credential: AssertionResponse;
}

const missing = (field: string): Problem => ({
  loc: ['body', field],
  msg: 'Field required',
  type: 'missing',
});

/**
 * The passkey in a body; `undefined` for one that has no field of a passkey.
 *
 * @throws ValidationError for a half of it
 */
export function givenPasskey({
  challenge_token: challengeToken,
  credential,
}: {
  readonly challenge_token?: string | undefined;
  readonly credential?: AssertionResponse | undefined;
}): GivenPasskey | undefined {
  if (challengeToken === undefined && credential === undefined) return undefined;
  if (challengeToken === undefined) throw new ValidationError([missing('challenge_token')]);
  if (credential === undefined) throw new ValidationError([missing('credential')]);
  return { challengeToken, credential };
}

/** Fields that stand for more than themselves. */
const TOGETHER: Readonly<Record<string, string>> = {
  challenge_token: 'challenge_token and credential',
};

/**
 * What to do with the one proof that a body has.
 *
 * @param ways that the function takes, by the name of a field that says which proof it is
 * @throws ValidationError unless it is one
 */
export function byOnly<Outcome>(
  ways: Readonly<Record<string, (() => Promise<Outcome>) | undefined>>,
): Promise<Outcome> {
  const given = Object.entries(ways).flatMap(([field, go]) => (go ? [{ field, go }] : []));
  const [first, second] = given;
  if (first === undefined) {
    throw noneOf(Object.keys(ways).map((field) => TOGETHER[field] ?? field));
  }
  if (second === undefined) return first.go();
  throw bothOf(first.field, second.field);
}

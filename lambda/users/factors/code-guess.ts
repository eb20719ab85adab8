import { UsersError, type UsersErrorCode } from '../errors.ts';
import type { Watched } from '../limits/counter.ts';
import {
  countWrong,
  type GuessDeps,
  guessAtFactor,
  locked,
  type OpenGuess,
  opened,
} from '../limits/guess.ts';
import type { Sender } from '../origin.ts';
import type { LoginCredential, Profile } from '../user.ts';
import type { FactorReads, FactorStore } from './factor-store.ts';
import {
  type CodeDeps,
  type ComparedFactors,
  type GivenCode,
  type RightUse,
  useOf,
} from './factor-use.ts';

export interface CodeGuessDeps extends GuessDeps, CodeDeps {
  readonly factors: FactorReads & Pick<FactorStore, 'useUp'>;
}

/** Somebody gives a code for a user. */
export interface CodeGuess {
  readonly userId: string;
  readonly given: GivenCode;
  readonly guess: OpenGuess;
  readonly compared: ComparedFactors;
  /** Where it was asked for. */
  readonly credential: LoginCredential | undefined;
  /** What a code that is wrong is answered. */
  readonly bad: UsersErrorCode;
}

/** A code that was right, and the counters that have to be open still when it is used. */
export interface RightCode extends RightUse {
  readonly unlessLocked: readonly Watched[];
}

/**
 * Reads what a code is compared with, in one round trip.
 *
 * @throws UsersError `TOO_MANY_REQUESTS`
 */
export function guessAtCode(deps: CodeGuessDeps, user: Owner, asked: Asked): Promise<CodeGuess> {
  const isNeeded = asked.given.method === 'recovery_code';
  return guessed(deps, user, asked, async () =>
    isNeeded ? deps.factors.recoveryCodes(user.userId) : [],
  );
}

/** The same with all recovery codes that are left, whichever code is given. */
export function guessAtCodeOfAny(
  deps: CodeGuessDeps,
  user: Owner,
  asked: Asked,
): Promise<CodeGuess> {
  return guessed(deps, user, asked, () => deps.factors.recoveryCodes(user.userId));
}

/** Whose factors are those of the credential, which is read by the address, or are known. */
type Owner = { readonly userId: string } & (
  | { readonly email: string }
  | { readonly factors: Profile['factors'] }
);

type Asked = Pick<CodeGuess, 'given' | 'bad'> & { readonly sender: Sender };

async function guessed(
  deps: CodeGuessDeps,
  user: Owner,
  { given, sender, bad }: Asked,
  codesLeft: () => Promise<readonly string[]>,
): Promise<CodeGuess> {
  const { userId } = user;
  const asked = guessAtFactor(userId, given.method, sender);
  const [{ credential, totp, watched }, recoveryCodes] = await Promise.all([
    deps.factors.storedFactors(user, asked.counters),
    codesLeft(),
  ]);
  const guess = opened(deps, asked, watched);
  const factors = 'factors' in user ? user.factors : credential?.factors;
  const compared = {
    totp,
    recoveryCodes,
    codesLeft: factors?.recoveryCodes,
  };
  return { userId, given, guess, compared, credential, bad };
}

/** @throws UsersError `bad` for a code that is wrong, after the count of it; `TOO_MANY_REQUESTS` */
export async function rightCode(deps: CodeGuessDeps, guessed: CodeGuess): Promise<RightCode> {
  const { userId, compared, given, guess } = guessed;
  const right = await useOf(deps, userId, compared, given);
  return right ? { ...right, unlessLocked: guess.watched } : wrongCode(deps, guessed);
}

/**
 * What a code comes to that was right and is refused by the write that would have used it. Other wrong ones came first: then
 * that of an app is used up all the same. The answer may take longer than one to a wrong code, and what that tells is of no
 * use any more.
 *
 * @throws UsersError `bad`, `TOO_MANY_REQUESTS`
 */
export async function refusedCode(
  deps: CodeGuessDeps,
  why: 'locked' | 'used',
  guessed: CodeGuess,
  { use }: RightCode,
): Promise<never> {
  if (why === 'used') return wrongCode(deps, guessed);
  if (use.method === 'totp') await deps.factors.useUp(use);
  throw locked();
}

async function wrongCode(deps: CodeGuessDeps, { guess, userId, bad }: CodeGuess): Promise<never> {
  await countWrong(deps, guess, userId);
  throw new UsersError(bad);
}

import { CODE_LIFETIME } from '../../../lib/contract/email-login.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import { countRequest } from '../limits/failures.ts';
import { countWrong, type GuessDeps, limitedBy, locked, opened } from '../limits/guess.ts';
import { type SignInDeps, type SignInOutcome, signIn } from '../login/sign-in.ts';
import type { Origin } from '../origin.ts';
import type { AccessClaims } from '../sessions/session.ts';
import { BY_MAIL, type ClaimAddressDeps, claimAddress, isClaimed } from './claim-address.ts';
import type { EmailAttempts } from './email-attempts.ts';
import type { EmailCodes } from './email-codes.ts';
import type { EmailLoginStore, TriedCode } from './email-login-store.ts';
import { type SignUpDeps, signUp } from './sign-up.ts';

export interface ConfirmLoginDeps
  extends SignInDeps,
    GuessDeps,
    Omit<ClaimAddressDeps, 'store'>,
    Omit<SignUpDeps, 'store'> {
  readonly emailLogins: EmailLoginStore;
  readonly emailAttempts: Pick<EmailAttempts, 'verify'>;
  readonly emailCodes: Pick<EmailCodes, 'isCodeOf'>;
  readonly store: ClaimAddressDeps['store'] & SignUpDeps['store'];
  /** An address without a user gets one. */
  readonly signsUp: boolean;
}

export interface ConfirmLoginInput {
  /** What the browser brought back of `requestLogin`. */
  readonly attemptToken: string | undefined;
  readonly code: string;
  readonly origin: Origin;
  readonly arrivedAt: Date;
  readonly identified?: Identified;
  /** The login of the cookie that came with it: it ends. */
  readonly replaced?: AccessClaims | undefined;
}

/**
 * Signs in the user who reads the mail of an address, by the code of its newest request. Whatever is wrong is one answer
 * after the same work, and is counted for the network address that it comes from. Every code that is given takes one of the
 * tries of its request, before it is compared, unless it comes from a network address that is locked; and a right one is used up
 * by the very write that comes of it: so of any number at once `CODE_TRIES` are compared, and one signs in.
 *
 * @throws UsersError `LOGIN_BAD_CODE`, `LOGIN_REGISTRATION_REQUIRED`, `TOO_MANY_REQUESTS`; HookRefusal
 */
export async function confirmLogin(
  deps: ConfirmLoginDeps,
  { attemptToken, code, origin, arrivedAt, identified, replaced }: ConfirmLoginInput,
): Promise<SignInOutcome> {
  const limited = limitedBy(deps, { item: 'code-failures', sender: { ...origin, arrivedAt } });
  const attempt =
    attemptToken === undefined ? undefined : await deps.emailAttempts.verify(attemptToken);
  if (attempt === undefined) {
    await countRequest(deps, limited);
    throw new UsersError('LOGIN_BAD_CODE');
  }
  const id = deps.ids.next();
  const tried = await deps.emailLogins.tryCode({ ...attempt, id }, limited.counters, arrivedAt);
  const { request, credential } = tried;
  if (credential) identified?.(credential.userId);
  const guess = opened(deps, limited, tried.watched);
  // It was locked after the counters were read.
  if (tried.isLocked) throw locked();
  const { email } = attempt;
  const mayEnter = credential ? credential.isActive : deps.signsUp;
  // Compared whether or not somebody may enter, as the key may have to be read for it: else the time would tell.
  const isRight = await isCodeOf(deps, email, request ?? { id, at: arrivedAt }, code);
  if (!request || !mayEnter || !isRight) {
    await countWrong(deps, guess);
    throw new UsersError('LOGIN_BAD_CODE');
  }
  const usedCode = { email, requestId: request.id, use: id };
  const signing = { origin, replaced, proof: BY_MAIL } as const;
  if (!credential) return signIn(deps, { ...signing, credential: await signUp(deps, usedCode) });
  const isGiven = await isClaimed(deps, credential);
  if (!isGiven) return signIn(deps, { ...signing, credential, usedCode });
  return signIn(deps, { ...signing, credential: await claimAddress(deps, credential, usedCode) });
}

async function isCodeOf(
  { emailCodes, clock }: Pick<ConfirmLoginDeps, 'emailCodes' | 'clock'>,
  email: string,
  { id, at }: Required<TriedCode>['request'],
  code: string,
): Promise<boolean> {
  const isOver = clock.now().getTime() >= at.getTime() + CODE_LIFETIME * 1000;
  return (await emailCodes.isCodeOf({ email, id }, code)) && !isOver;
}

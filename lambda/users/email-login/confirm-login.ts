import { CODE_LIFETIME } from '../../../lib/contract/email-login.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import { countRequest, limitedBy } from '../limits/failures.ts';
import { countWrong, type GuessDeps, opened } from '../limits/guess.ts';
import { type SignInDeps, type SignInOutcome, signIn } from '../login/sign-in.ts';
import type { Origin } from '../origin.ts';
import type { AccessClaims } from '../sessions/session.ts';
import { type ClaimAddressDeps, claimAddress } from './claim-address.ts';
import { type EmailAttempt, type EmailAttempts, nameOfRequest } from './email-attempts.ts';
import type { EmailCodes } from './email-codes.ts';
import type { CodeSearch, EmailLoginStore, LoginRequest } from './email-login-store.ts';
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
 * after the same work, and is counted twice: for the network address that it comes from, and for the request, of which nothing
 * is right any more after `CODE_TRIES`. A code is used up by the very write that comes of it, so of any number of
 * uses at once one signs in.
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
  const { email } = attempt;
  const found = await deps.emailLogins.loginRequest(email, limited.counters);
  const { credential } = found;
  if (credential) identified?.(credential.userId);
  const guess = opened(deps, limited, found.watched);
  const request = requestOf(attempt, found);
  const mayEnter = credential ? credential.isActive : deps.signsUp;
  const isRight = request !== undefined && (await isCodeOf(deps, { email, request, code }));
  const usedCode = { email, requestId: request?.id ?? '', use: deps.ids.next() };
  if (!isRight || !mayEnter) {
    // The network address first: what is refused there takes no try away from the owner.
    await countWrong(deps, guess);
    if (request) await deps.emailLogins.countWrongCode(usedCode);
    throw new UsersError('LOGIN_BAD_CODE');
  }
  const signing = { origin, replaced, proof: { amr: ['email'] } } as const;
  if (!credential) return signIn(deps, { ...signing, credential: await signUp(deps, usedCode) });
  if (credential.isVerified) return signIn(deps, { ...signing, credential, usedCode });
  return signIn(deps, { ...signing, credential: await claimAddress(deps, credential, usedCode) });
}

/** The request that an attempt began with, unless a newer one took its place. */
function requestOf(attempt: EmailAttempt, { request }: CodeSearch): LoginRequest | undefined {
  return request && nameOfRequest(request.id) === attempt.request ? request : undefined;
}

async function isCodeOf(
  { emailCodes, clock }: Pick<ConfirmLoginDeps, 'emailCodes' | 'clock'>,
  {
    email,
    request: { id, at, triesLeft },
    code,
  }: { readonly email: string; readonly request: LoginRequest; readonly code: string },
): Promise<boolean> {
  const isOver = clock.now().getTime() >= at.getTime() + CODE_LIFETIME * 1000;
  const isSame = await emailCodes.isCodeOf({ email, id }, code);
  return isSame && !isOver && triesLeft > 0;
}

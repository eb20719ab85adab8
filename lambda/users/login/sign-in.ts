import { UsersError, type UsersErrorCode } from '../errors.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import { signingIn } from '../model/hooks.ts';
import { addedClaims } from '../model/token-claims.ts';
import { claimsOf, type UserModel } from '../model/user-model.ts';
import type { Origin } from '../origin.ts';
import type { PasskeyUse } from '../passkey-use.ts';
import { type Proof, type ProofGiven, provedAt } from '../proof.ts';
import type { AccessClaims, Issued } from '../sessions/session.ts';
import type { UsedCode } from '../used-code.ts';
import type { EntitledLogin, ProvedCredential } from '../user.ts';
import type { LoginRecord, LoginRecorded, UsedFactor } from './login-store.ts';
import { type MfaRequired, missingFactor, type SecondFactors } from './second-factors.ts';
import { recordWithinLimit, type SessionLimitDeps } from './session-limit.ts';

export interface SignInDeps extends SessionLimitDeps {
  readonly model: UserModel;
  readonly ids: Ids;
  /** Raise `after-login`, at the price of a write. */
  readonly loginEvents: boolean;
  /** Refuse users who have not verified their address. */
  readonly requireVerification: boolean;
  /** Absent where logins take one factor. */
  readonly secondFactors: SecondFactors | undefined;
  /** Makes the credential of the backend. */
  readonly issue: (login: EntitledLogin, origin: Origin, proof: Proof) => Promise<Issued>;
}

export interface SignInInput {
  /** Of an active user, whose identity is proved. */
  readonly credential: ProvedCredential;
  readonly origin: Origin;
  /** No default: who forgets how the user proved it signs nobody in. */
  readonly proof: ProofGiven;
  /** The same password under the current scheme and cost, where that is to be stored. */
  readonly upgradedHash?: string;
  /** The code that was given, which is used up with it. */
  readonly usedCode?: UsedCode;
  /** Of the passkey that proved it. */
  readonly passkeyUse?: PasskeyUse | undefined;
  /** The login in whose place this one begins, by what its credential says: it ends. */
  readonly replaced?: AccessClaims | undefined;
  /** The same of the login in use: it ends in the same write, which needs it to be there still. */
  readonly renewed?: AccessClaims | undefined;
}

/** What is given for a login that goes on with a code as second factor. */
export interface SignInByCodeInput extends SignInInput {
  readonly factor: UsedFactor;
}

type Given = Pick<SignInInput, 'passkeyUse' | 'proof'>;

/** Why a login was not stored. */
type Refused = Exclude<LoginRecorded, 'recorded'>;

/** What signing in comes to. */
export type SignInOutcome =
  | (Issued & { readonly kind: 'issued'; readonly userId: string })
  | MfaRequired;

/**
 * Issues the credential for a user whose identity is proved, or says which second factor is missing: then nothing is issued or
 * stored, no hook runs, and no login ends. Hooks run before the write, and there
 * is one write. The login that this one replaces ends after it: that it has ended tells of a right password.
 *
 * @throws UsersError `LOGIN_USER_NOT_VERIFIED`; `LOGIN_BAD_CREDENTIALS` when the user changed since
 * the read, or `LOGIN_BAD_PASSKEY` or `LOGIN_BAD_CODE` of what was given instead, also when that was used before;
 * `UNAUTHORIZED` when the login to be renewed has ended; HookRefusal
 */
export async function signIn(deps: SignInDeps, input: SignInInput): Promise<SignInOutcome> {
  const outcome = await trySignIn(deps, input);
  if (outcome.kind === 'refused') throw refusalOf(outcome.why, input);
  return outcome;
}

/**
 * As `signIn`, of what goes on with a second factor: what refused it is the caller's to judge.
 *
 * @throws UsersError `LOGIN_USER_NOT_VERIFIED`; HookRefusal
 */
export async function trySignIn(
  deps: SignInDeps,
  input: SignInInput & Partial<SignInByCodeInput>,
): Promise<SignInOutcome | { readonly kind: 'refused'; readonly why: Refused }> {
  const { credential, origin, upgradedHash, passkeyUse, usedCode, factor } = input;
  const at = deps.clock.now();
  const proof = provedAt(at, input.proof);
  const renewed = input.renewed && { claims: input.renewed, at };
  if (deps.requireVerification && !credential.isVerified) {
    throw new UsersError('LOGIN_USER_NOT_VERIFIED');
  }
  const missing = await mfaRequired(deps, input);
  if (missing) return missing;
  const issued = await deps.issue(await entitled(deps.model, credential, origin), origin, proof);
  const event = deps.loginEvents ? loginEvent(deps, input) : undefined;
  const { session } = issued;
  const login = { credential, upgradedHash, passkeyUse, session, event, renewed, usedCode, factor };
  const recorded = await record(deps, login, input.replaced);
  if (recorded !== 'recorded') return { kind: 'refused', why: recorded };
  return { kind: 'issued', ...issued, userId: credential.userId };
}

export function refusalOf(outcome: Refused, input: Given): UsersError {
  switch (outcome) {
    // The password, the address or the flags changed since the read: what was proved is out of date.
    case 'stale':
      return new UsersError(badProof(input));
    case 'used':
      return new UsersError(badProof(input), { cause: new Error('it was used before') });
    case 'ended':
      return new UsersError('UNAUTHORIZED');
    case 'locked':
      return new UsersError('TOO_MANY_REQUESTS', { retryAfter: 1 });
  }
}

/** What a proof is answered that is out of date, by what it is. */
function badProof({ passkeyUse, proof }: Given): UsersErrorCode {
  if (passkeyUse) return 'LOGIN_BAD_PASSKEY';
  return proof.amr.includes('email') ? 'LOGIN_BAD_CODE' : 'LOGIN_BAD_CREDENTIALS';
}

/**
 * A better hash of the password is stored in any case, and a code or a challenge is used up: the factor that follows knows nothing of
 * them, and begins a login of its own.
 */
async function mfaRequired(
  { secondFactors, logins }: SignInDeps,
  input: SignInInput,
): Promise<MfaRequired | undefined> {
  const { credential, proof, upgradedHash, passkeyUse, renewed, usedCode } = input;
  if (secondFactors === undefined) return undefined;
  const methods = await missingMethods(secondFactors, logins, input);
  if (methods === undefined) return undefined;
  const { userId, email, credentialVersion, tokenVersion } = credential;
  if (credentialVersion === undefined) throw new Error('the credential of the login was not read');
  if (upgradedHash !== undefined || passkeyUse || usedCode) {
    const proved = { credential, upgradedHash, passkeyUse, usedCode };
    const recorded = await logins.recordLogin(proved);
    if (recorded !== 'recorded') throw refusalOf(recorded, input);
  }
  const { amr } = proof;
  const login = { userId, email, credentialVersion, tokenVersion, amr, renewed };
  const { token: mfaToken, expiresAt } = await secondFactors.begun.issue(login);
  return { kind: 'mfa-required', userId, mfaToken, methods, expiresAt };
}

/** Whether the user is a superuser is read only where that makes a difference. */
export async function missingMethods(
  settings: SecondFactors,
  logins: Pick<SignInDeps['logins'], 'isSuperuser'>,
  { credential, proof }: Pick<SignInInput, 'credential' | 'proof'>,
): Promise<MfaRequired['methods'] | undefined> {
  const of = (is_superuser: boolean) =>
    missingFactor(settings, { ...credential, user: { is_superuser } }, proof);
  const [ofAnyone, ofSuperusers] = [of(false), of(true)];
  if (ofAnyone || ofSuperusers === undefined) return ofAnyone;
  return (await logins.isSuperuser(credential.userId)) ? ofSuperusers : undefined;
}

/** At most one round trip, and one more where it replaces a login. */
async function record(
  deps: SignInDeps,
  login: LoginRecord,
  replaced: SignInInput['replaced'],
): Promise<LoginRecorded> {
  const { session, event, upgradedHash, passkeyUse, renewed, usedCode, factor } = login;
  if (session) return recordWithinLimit(deps, { ...login, session }, replaced);
  const outcome =
    event || upgradedHash !== undefined || passkeyUse || renewed || usedCode || factor
      ? await deps.logins.recordLogin(login)
      : 'recorded';
  if (outcome === 'recorded' && replaced) {
    await deps.sessions.endPresented(replaced, deps.clock.now());
  }
  return outcome;
}

function loginEvent(
  { ids, clock }: SignInDeps,
  { credential, origin, proof }: SignInInput,
): NewEvent {
  const by = proof.amr.includes('fed') ? 'provider' : 'user';
  const actor: Actor = { id: credential.userId, by };
  const at = clock.now().toISOString();
  return { id: ids.next(), type: 'after-login', at, actor, ...origin };
}

async function entitled(
  model: UserModel,
  credential: ProvedCredential,
  origin: Origin,
): Promise<EntitledLogin> {
  // A field that was a claim when it was stored may no longer be one.
  const login = { ...credential, claims: claimsOf(model, credential.claims) };
  return { ...login, addedClaims: await addedClaims(model, signingIn(login), origin) };
}

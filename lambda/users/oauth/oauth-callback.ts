import type { AccountStore } from '../accounts/account-store.ts';
import { newUser } from '../accounts/new-account.ts';
import { parseEmail } from '../email.ts';
import { InvalidFieldsError, UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import { type SignInDeps, signIn } from '../login/sign-in.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Origin } from '../origin.ts';
import type { AccessClaims, Issued } from '../sessions/session.ts';
import type { LoginCredential, OAuthAccount } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { accountsChanged } from './account-link.ts';
import type { OAuthAccountStore } from './account-store.ts';
import type { OAuthIdentity } from './provider.ts';

export interface OAuthCallbackDeps extends SignInDeps {
  readonly store: Pick<UserReads, 'lookup'> & Pick<AccountStore, 'create'>;
  readonly accounts: OAuthAccountStore;
}

export interface OAuthCallbackInput {
  /** Name of the OAuth client. */
  readonly client: string;
  readonly identity: OAuthIdentity;
  readonly origin: Origin;
  readonly identified?: Identified;
  /** The login of the cookie that came with it: it ends. */
  readonly replaced?: AccessClaims | undefined;
}

/** Callbacks of one account that collide this often are an overload, not a race. */
const ATTEMPTS = 4;

/**
 * Signs in the user who has the account at the provider. An account that no user has yet goes to
 * the user with its address, or to a new one.
 *
 * The same address is not enough. The provider has to vouch for it, or anyone who claims an address
 * would get its owner's user. And our user must have verified it, or somebody who registered
 * another person's address beforehand would share the user with that person (pre-hijacking,
 * Sudhodanan and Paverd, 2022).
 *
 * @throws UsersError `OAUTH_NOT_AVAILABLE_EMAIL`, `OAUTH_USER_ALREADY_EXISTS`,
 * `OAUTH_REGISTRATION_REQUIRED`, `LOGIN_BAD_CREDENTIALS` for an inactive user,
 * `LOGIN_USER_NOT_VERIFIED`, `SERVICE_UNAVAILABLE`; HookRefusal
 */
export async function oauthCallback(
  deps: OAuthCallbackDeps,
  { client, identity, origin, identified, replaced }: OAuthCallbackInput,
): Promise<Issued & { readonly userId: string }> {
  const account = { client, subject: identity.subject };
  const email = identity.email === undefined ? undefined : parseEmail(identity.email);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const credential = await holder(deps, account, email, identified);
    if (credential === 'stale') continue;
    const issued = await signIn(deps, { credential, origin, replaced, proof: { amr: ['fed'] } });
    return { ...issued, userId: credential.userId };
  }
  throw new UsersError('SERVICE_UNAVAILABLE');
}

/** Of the user who has the account, or gets it now; `stale` when another callback came first. */
async function holder(
  deps: OAuthCallbackDeps,
  account: OAuthAccount,
  email: string | undefined,
  identified: Identified | undefined,
): Promise<LoginCredential | 'stale'> {
  const { userId, credential } = await deps.accounts.find(account, email);
  const about = userId ?? credential?.userId;
  if (about !== undefined) identified?.(about);
  if (userId !== undefined) {
    const own = credential?.userId === userId ? credential : await credentialOf(deps, userId);
    if (own !== 'stale') assertActive(own);
    return own;
  }
  if (email === undefined) throw new UsersError('OAUTH_NOT_AVAILABLE_EMAIL');
  if (credential === undefined) return register(deps, account, email);
  if (!credential.isVerified) throw new UsersError('OAUTH_USER_ALREADY_EXISTS');
  assertActive(credential);
  const outcome = await deps.accounts.link({
    account,
    userId: credential.userId,
    tokenVersion: credential.tokenVersion,
    verifiedEmail: email,
    event: accountsChanged(deps, { id: credential.userId, by: 'provider' }),
  });
  return outcome === 'linked' ? credential : 'stale';
}

/**
 * A user's address can differ from the account's, so the profile is read to find the credential.
 */
async function credentialOf(
  { store, accounts }: OAuthCallbackDeps,
  userId: string,
): Promise<LoginCredential | 'stale'> {
  const profile = (await store.lookup([userId])).profiles.get(userId);
  // Just deleted: the account is free as soon as the relay has swept what the user leaves.
  if (!profile) throw new UsersError('SERVICE_UNAVAILABLE');
  const { credential } = await accounts.find(undefined, profile.user.email);
  return credential?.userId === userId ? credential : 'stale';
}

function assertActive({ isActive }: LoginCredential): void {
  if (!isActive) throw new UsersError('LOGIN_BAD_CREDENTIALS');
}

/** A user without a password, whose address the provider has verified. */
async function register(
  deps: OAuthCallbackDeps,
  account: OAuthAccount,
  email: string,
): Promise<LoginCredential | 'stale'> {
  const custom = await customFields(deps.model, email);
  const begun = newUser(deps, {
    email,
    by: 'provider',
    is_superuser: false,
    is_verified: true,
    custom,
  });
  const outcome = await deps.store.create({ ...begun, account });
  if (outcome !== 'created') return 'stale';
  const { user, claims } = begun;
  return {
    email,
    userId: user.id,
    credentialVersion: 1,
    tokenVersion: 1,
    isActive: true,
    isVerified: true,
    ...(claims && { claims }),
  };
}

/** A provider knows nothing of custom fields, so required ones can't be given. */
async function customFields(model: UserModel, email: string) {
  const custom = await model
    .change({}, 'user', 'new')
    ?.onto(undefined)
    .catch((error: unknown) => {
      if (!(error instanceof InvalidFieldsError)) throw error;
      throw new UsersError('OAUTH_REGISTRATION_REQUIRED', { cause: error });
    });
  return (await model.hooks.beforeRegister({ ...custom, email }, { by: 'user' })) ?? custom;
}

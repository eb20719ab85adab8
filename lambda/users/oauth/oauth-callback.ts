import type { AccountStore } from '../accounts/account-store.ts';
import { credentialOfNew, fieldsOfNewUser, newUser } from '../accounts/new-account.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import { isAccepted, versionOfFirst } from '../links.ts';
import { type SignInDeps, type SignInOutcome, signIn } from '../login/sign-in.ts';
import type { Origin } from '../origin.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { LoginCredential, NewLink } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { accountOf } from './account-link.ts';
import type { OAuthAccountStore } from './account-store.ts';
import { assertActive, FED, type LinkingClient, linkByEmail } from './link-by-email.ts';
import type { OAuthIdentity } from './provider.ts';

export interface OAuthCallbackDeps extends SignInDeps {
  readonly store: Pick<UserReads, 'lookup'> & Pick<AccountStore, 'create'>;
  readonly accounts: OAuthAccountStore;
}

export interface OAuthCallbackInput {
  readonly client: LinkingClient;
  readonly identity: OAuthIdentity;
  readonly origin: Origin;
  readonly identified?: Identified;
  /** The login of the cookie that came with it: it ends. */
  readonly replaced?: AccessClaims | undefined;
}

/** Callbacks of one account that collide this often are an overload, not a race. */
const ATTEMPTS = 4;

/**
 * Signs in the user who has the account at the provider. An account that no user has yet goes to a new
 * user, or to the user with its address where the client allows that.
 *
 * @throws UsersError `OAUTH_NOT_AVAILABLE_EMAIL`, `OAUTH_USER_ALREADY_EXISTS`,
 * `OAUTH_REGISTRATION_REQUIRED`, `LOGIN_BAD_CREDENTIALS` for an inactive user,
 * `LOGIN_USER_NOT_VERIFIED`, `SERVICE_UNAVAILABLE`; HookRefusal
 */
export async function oauthCallback(
  deps: OAuthCallbackDeps,
  { client, identity, origin, identified, replaced }: OAuthCallbackInput,
): Promise<SignInOutcome> {
  const login = { client, identity, identified, account: accountOf(client, identity) };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const credential = await holder(deps, login);
    if (credential === 'stale') continue;
    return signIn(deps, { credential, origin, replaced, proof: FED });
  }
  throw new UsersError('SERVICE_UNAVAILABLE');
}

interface Login extends Omit<OAuthCallbackInput, 'origin' | 'replaced'> {
  readonly account: NewLink;
}

/** Of the user who has the account, or gets it now; `stale` when another callback came first. */
async function holder(deps: OAuthCallbackDeps, login: Login): Promise<LoginCredential | 'stale'> {
  const { client, account } = login;
  const { acceptsEarlier } = client;
  const found = await deps.accounts.find({ account, acceptsEarlier, email: account.email });
  const about = found.holder?.userId ?? found.credential?.userId;
  if (about !== undefined) login.identified?.(about);
  if (found.holder) {
    const own = await credentialOf(deps, found.holder.userId, found.credential);
    if (own === 'stale') return own;
    if (isAccepted(found.holder, own.linkFloor)) {
      assertActive(own);
      return own;
    }
    // A reset removed it, and it is about to be deleted: it is nobody's.
  }
  if (account.email === undefined) throw new UsersError('OAUTH_NOT_AVAILABLE_EMAIL');
  if (found.credential === undefined) return register(deps, login, account.email);
  return linkByEmail(deps, { ...login, credential: found.credential });
}

/**
 * A user's address can differ from the account's, so the profile is read to find the credential.
 */
async function credentialOf(
  { store, accounts }: OAuthCallbackDeps,
  userId: string,
  found: LoginCredential | undefined,
): Promise<LoginCredential | 'stale'> {
  if (found?.userId === userId) return found;
  const profile = (await store.lookup([userId])).profiles.get(userId);
  // Just deleted: the account is free as soon as the relay has swept what the user leaves.
  if (!profile) throw new UsersError('SERVICE_UNAVAILABLE');
  const { credential } = await accounts.find({ email: profile.user.email });
  return credential?.userId === userId ? credential : 'stale';
}

/**
 * A user without a password, who is verified where the provider is trusted with the address: elsewhere, where that decides who
 * may enrol second factors and passkeys, the owner of the mailbox is still to be heard.
 */
async function register(
  deps: OAuthCallbackDeps,
  { client, identity, account }: Login,
  email: string,
): Promise<LoginCredential | 'stale'> {
  const custom = await fieldsOfNewUser(deps.model, email, 'OAUTH_REGISTRATION_REQUIRED');
  const isTrusted = client.linkByEmail !== 'never' && identity.isAuthoritative;
  const begun = newUser(deps, {
    email,
    by: 'provider',
    is_superuser: false,
    is_verified: isTrusted || client.foreignAddresses !== 'unverified',
    custom,
  });
  const link = { account, linkVersion: versionOfFirst(isTrusted) };
  const outcome = await deps.store.create({ ...begun, link });
  if (outcome !== 'created') return 'stale';
  return credentialOfNew(begun);
}

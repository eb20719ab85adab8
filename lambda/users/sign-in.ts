import { type CustomFields, claimsOf, type UserModel } from './custom-fields.ts';
import { UsersError } from './errors.ts';
import type { EventExtras } from './events.ts';
import { type SigningIn, signingIn } from './hooks.ts';
import type { Clock, Ids, UserStore } from './ports.ts';
import type { Issued } from './session.ts';
import type { Credential } from './user.ts';

/** Where a login comes from, and at which backend. */
export type Origin = Required<Pick<EventExtras, 'backend' | 'ip' | 'user_agent'>>;

export interface SignInDeps {
  readonly store: Pick<UserStore, 'recordLogin'>;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Raise `after-login`, at the price of a write. */
  readonly loginEvents: boolean;
  /** Makes the credential of the backend. */
  readonly issue: (credential: Credential, origin: Origin) => Promise<Issued>;
}

export interface SignInInput {
  /** Of an active user, who proved to be that user. */
  readonly credential: Credential;
  readonly origin: Origin;
  /** The same password under the current scheme and cost, where that is to be stored. */
  readonly upgradedHash?: string;
}

/**
 * Gives a user who proved who they are what they sign in with. Hooks have their say before anything is
 * written, and what is written is one write.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS` when the user changed since the read; HookRefusal
 */
export async function signIn(deps: SignInDeps, input: SignInInput): Promise<Issued> {
  const { credential, origin, upgradedHash } = input;
  const claims = await claimsAtLogin(deps.model, credential, origin);
  const issued = await deps.issue({ ...credential, claims }, origin);
  const { session } = issued;
  if (upgradedHash === undefined && !deps.loginEvents && !session) return issued;
  const recorded = await deps.store.recordLogin({
    credential,
    upgradedHash,
    session,
    event: deps.loginEvents
      ? {
          id: deps.ids.next(),
          type: 'after-login',
          at: deps.clock.now().toISOString(),
          ...origin,
        }
      : undefined,
  });
  // The password, the address or the flags changed since the read: what was proved is out of date.
  if (recorded === 'stale') throw new UsersError('LOGIN_BAD_CREDENTIALS');
  return issued;
}

async function claimsAtLogin(
  model: UserModel,
  credential: Credential,
  origin: Origin,
): Promise<CustomFields> {
  // What was a claim when it was stored may be none by now.
  const claims = claimsOf(model, credential.claims);
  const user = signingIn({ ...credential, claims });
  await model.hooks.beforeLogin(user, origin);
  return tokenClaims(model, user, origin);
}

/** What goes into an access token besides: the fields that are claims, and what the hook adds. */
export async function tokenClaims(
  model: UserModel,
  user: SigningIn,
  { backend }: Pick<Origin, 'backend'>,
): Promise<CustomFields> {
  return { ...user.claims, ...(await model.hooks.tokenClaims(user, { backend })) };
}

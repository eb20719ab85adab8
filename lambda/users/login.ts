import { type CustomFields, claimsOf, type UserModel } from './custom-fields.ts';
import { parseEmail } from './email.ts';
import { UsersError } from './errors.ts';
import type { EventExtras } from './events.ts';
import { signingIn } from './hooks.ts';
import type { Clock, Ids, PasswordHash, UserStore } from './ports.ts';
import type { Credential } from './user.ts';

export interface LoginDeps {
  readonly store: Pick<UserStore, 'credential' | 'recordLogin'>;
  readonly hash: PasswordHash;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Raise `after-login`, at the price of a write. */
  readonly loginEvents: boolean;
}

export interface LoginInput {
  /** Any string; what is no address matches no user. */
  readonly username: string;
  readonly password: string;
  readonly origin: Required<Pick<EventExtras, 'backend' | 'ip' | 'user_agent'>>;
}

/** Can't be an address, so it reads a credential that can't exist: the same work as for any other. */
const NO_ADDRESS = 'no-address';

/**
 * Whose the address and the password are. Unknown, wrong and inactive are one answer after the same
 * work: one read and one hash.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS`; HookRefusal, of which only who knows the password learns
 */
export async function login(deps: LoginDeps, input: LoginInput): Promise<Credential> {
  const credential = await deps.store.credential(parseEmail(input.username) ?? NO_ADDRESS);
  const matches = await deps.hash.verify(input.password, credential?.passwordHash);
  if (!credential || !matches || !credential.isActive) {
    throw new UsersError('LOGIN_BAD_CREDENTIALS');
  }

  const claims = await claimsAtLogin(deps.model, credential, input.origin);
  const outdated = deps.hash.isOutdated(credential.passwordHash);
  if (!outdated && !deps.loginEvents) return { ...credential, claims };
  const recorded = await deps.store.recordLogin({
    credential,
    upgradedHash: outdated ? await deps.hash.hash(input.password) : undefined,
    event: deps.loginEvents
      ? {
          id: deps.ids.next(),
          type: 'after-login',
          at: deps.clock.now().toISOString(),
          ...input.origin,
        }
      : undefined,
  });
  // The password, the address or the flags changed since the read: what was proved is out of date.
  if (recorded === 'stale') throw new UsersError('LOGIN_BAD_CREDENTIALS');
  return { ...credential, claims };
}

/** The hooks have their say before anything is written. */
async function claimsAtLogin(
  model: UserModel,
  credential: Credential,
  origin: LoginInput['origin'],
): Promise<CustomFields> {
  // What was a claim when it was stored may be none by now.
  const claims = claimsOf(model, credential.claims);
  const user = signingIn({ ...credential, claims });
  await model.hooks.beforeLogin(user, origin);
  return { ...claims, ...(await model.hooks.tokenClaims(user, { backend: origin.backend })) };
}

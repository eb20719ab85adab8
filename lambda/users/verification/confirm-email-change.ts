import type { AccountStore } from '../accounts/account-store.ts';
import { unlessStale } from '../accounts/stale.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import type { Ids } from '../ids.ts';
import { claimsOf, type UserModel } from '../model/user-model.ts';
import type { User } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import type { EmailChangeTokens } from './tokens.ts';

export interface ConfirmEmailChangeDeps {
  readonly store: UserReads & Pick<AccountStore, 'update'>;
  readonly tokens: Pick<EmailChangeTokens, 'verify'>;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Moves a user to the address that a token was mailed to, which verifies the address. The token is
 * valid while the change is pending and neither address nor password has changed since the request.
 *
 * @throws UsersError `EMAIL_CHANGE_BAD_TOKEN`, `UPDATE_USER_EMAIL_ALREADY_EXISTS`
 */
export async function confirmEmailChange(
  deps: ConfirmEmailChangeDeps,
  { token, identified }: { readonly token: string; readonly identified?: Identified },
): Promise<User> {
  const claims = await deps.tokens.verify(token);
  if (!claims) throw new UsersError('EMAIL_CHANGE_BAD_TOKEN');
  const { userId, email, newEmail, credentialVersion } = claims;
  identified?.(userId);
  // At the same moment, so that both are one round trip.
  const [{ profiles }, first] = await Promise.all([
    deps.store.lookup([userId]),
    deps.store.credential(email),
  ]);
  const profile = profiles.get(userId);
  if (!profile) throw new UsersError('EMAIL_CHANGE_BAD_TOKEN');

  return unlessStale(deps.store, profile, 'EMAIL_CHANGE_BAD_TOKEN', async (before) => {
    const credential = before === profile ? first : await deps.store.credential(email);
    const pending = before.user.email === email && before.pendingEmail === newEmail;
    if (
      !pending ||
      !before.user.is_active ||
      credential?.userId !== userId ||
      credential.credentialVersion !== credentialVersion
    ) {
      throw new UsersError('EMAIL_CHANGE_BAD_TOKEN');
    }

    const at = deps.clock.now().toISOString();
    const user = { ...before.user, email: newEmail, is_verified: true, updated_at: at };
    const { tokenVersion, survivingToken } = before;
    const outcome = await deps.store.update({
      before,
      user,
      claims: claimsOf(deps.model, user.custom),
      tokenVersion,
      survivingToken,
      credential: { before: credential, passwordHash: credential.passwordHash },
      event: {
        id: deps.ids.next(),
        type: 'after-update',
        at,
        actor: { id: userId, by: 'token' },
        changed: before.user.is_verified ? ['email'] : ['email', 'is_verified'],
        previous_email: email,
      },
    });
    if (outcome === 'email_taken') throw new UsersError('UPDATE_USER_EMAIL_ALREADY_EXISTS');
    return outcome === 'updated' ? user : 'stale';
  });
}

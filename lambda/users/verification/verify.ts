import type { AccountStore } from '../accounts/account-store.ts';
import { unlessStale } from '../accounts/stale.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import type { Ids } from '../ids.ts';
import type { User } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import type { VerificationTokens } from './tokens.ts';

export interface VerifyDeps {
  readonly store: Pick<UserReads, 'lookup'> & Pick<AccountStore, 'update'>;
  readonly tokens: Pick<VerificationTokens, 'verify'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Verifies the address that a token was mailed to, once: of uses that race, one is the first to
 * write and the others find a verified user.
 *
 * @throws UsersError `VERIFY_USER_BAD_TOKEN`, `VERIFY_USER_ALREADY_VERIFIED`
 */
export async function verify(
  deps: VerifyDeps,
  { token, identified }: { readonly token: string; readonly identified?: Identified },
): Promise<User> {
  const claims = await deps.tokens.verify(token);
  if (!claims) throw new UsersError('VERIFY_USER_BAD_TOKEN');
  const { userId, email } = claims;
  identified?.(userId);
  const found = (await deps.store.lookup([userId])).profiles.get(userId);
  if (!found) throw new UsersError('VERIFY_USER_BAD_TOKEN');

  return unlessStale(deps.store, found, 'VERIFY_USER_BAD_TOKEN', async (before) => {
    const { email: current, is_active, is_verified } = before.user;
    if (current !== email || !is_active) throw new UsersError('VERIFY_USER_BAD_TOKEN');
    if (is_verified) throw new UsersError('VERIFY_USER_ALREADY_VERIFIED');
    const at = deps.clock.now().toISOString();
    const user = { ...before.user, is_verified: true, updated_at: at };
    const { tokenVersion, survivingToken } = before;
    const actor = { id: userId, by: 'token' } as const;
    const event = { id: deps.ids.next(), type: 'after-verify', at, actor } as const;
    // Neither an address nor a superuser changes, so no other refusal than `stale` is possible.
    const outcome = await deps.store.update({ before, user, tokenVersion, survivingToken, event });
    return outcome === 'updated' ? user : 'stale';
  });
}

import { ACCOUNT } from '../oauth-account-store-contract.ts';
import { ADA } from '../stored-sessions.ts';
import type { Stores } from '../stores.ts';
import { CODE_COUNTERS } from './factor-operations.ts';
import { GUESSES } from './guess-operations.ts';
import { EMAIL, OTHER_ACCOUNT, OTHER_EMAIL, ROTATION } from './operation.ts';

/** All that a store says of the users of the operations. */
export async function storedIn(store: Stores): Promise<object> {
  const users = await store.list({ limit: 10 });
  const ids = [...new Set([ADA, ...users.map(({ id }) => id)])];
  const { profiles } = await store.lookup(ids);
  const keys = ['session', 'refreshable', 'new', 'jti'].map((sessionId) => ({
    userId: ADA,
    sessionId,
  }));
  const { sessions, revoked } = await store.signInState([], { sessions: keys, revocations: keys });
  const each = <T>(list: readonly string[], read: (one: string) => Promise<T>) =>
    Promise.all(list.map(read));
  return {
    users,
    profiles: [...profiles.values()].toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1)),
    credentials: await each([EMAIL, OTHER_EMAIL], (email) => store.credential(email)),
    sessions: Object.fromEntries(sessions),
    revoked: [...revoked],
    listed: await store.sessionsOf(ADA),
    // Refused, with the session as it is.
    refreshable: await store.rotate({ ...ROTATION, claims: { ...ROTATION.claims, generation: 0 } }),
    accounts: await each(ids, (id) => store.accountsOf(id)),
    holders: await Promise.all(
      [ACCOUNT, OTHER_ACCOUNT].map((account) => store.find({ account, email: EMAIL })),
    ),
    passkeys: await store.passkeysOf(ADA),
    actor: await store.actorOf(ADA),
    devices: await store.devicesOf(ADA),
    guesses: (await store.attempts([...GUESSES, ...CODE_COUNTERS])).map(({ seen }) => seen),
    totp: (await store.storedFactors({ userId: ADA }, [])).totp,
    pendingTotp: (await store.pendingTotp(ADA, [])).pending,
    recoveryCodes: await store.recoveryCodes(ADA),
  };
}

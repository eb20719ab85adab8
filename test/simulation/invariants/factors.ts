import type { Profile } from '../../../lambda/users/user.ts';
import type { MemoryTable } from '../../support/stores/memory/table.ts';
import type { TableInvariant } from './invariant.ts';

/** What login reads of a user's factors is which there are. */
export const factorsAreCounted: TableInvariant = ({ table }) => {
  for (const { profile, credential } of table.byId.values()) {
    const { email } = credential;
    const stored = factorsIn(table, profile);
    for (const said of [profile, credential]) {
      const { totp = false, passkeys = 0, recoveryCodes = 0 } = said.factors ?? {};
      if (totp === stored.totp && passkeys === stored.passkeys && recoveryCodes === stored.codes) {
        continue;
      }
      const got = JSON.stringify({ totp, passkeys, codes: recoveryCodes });
      return `${email} has the factors ${JSON.stringify(stored)}, and what login reads is ${got}`;
    }
  }
  return undefined;
};

function factorsIn({ totp, passkeys, recoveryCodes }: MemoryTable, { user: { id } }: Profile) {
  const own = (keys: Iterable<string>) => {
    let count = 0;
    for (const key of keys) if (key.startsWith(id)) count += 1;
    return count;
  };
  return {
    totp: totp.has(id),
    passkeys: own(passkeys.keys()),
    codes: own(recoveryCodes),
  };
}

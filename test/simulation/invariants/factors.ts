import { isInForce } from '../../../lambda/users/passkeys/passkey.ts';
import type { MemoryTable } from '../../support/stores/memory/table.ts';
import type { Invariant, TableInvariant } from './invariant.ts';

/** What login reads of a user's factors is which there are. */
export const factorsAreCounted: TableInvariant = ({ table }) => {
  for (const [id, { profile, credential }] of table.byId) {
    const { email } = credential;
    const stored = factorsIn(table, id);
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

function factorsIn({ totp, passkeys, recoveryCodes }: MemoryTable, id: string) {
  const own = (keys: Iterable<string>) => {
    let count = 0;
    for (const key of keys) if (key.startsWith(id)) count += 1;
    return count;
  };
  return { totp: totp.has(id), passkeys: own(passkeys.keys()), codes: own(recoveryCodes) };
}

/** Once all records were relayed, passkeys that a reset has ended are gone. */
export const endedPasskeysAreGone: Invariant = ({ table }) => {
  for (const passkey of table.passkeys.values()) {
    const profile = table.byId.get(passkey.userId)?.profile;
    if (profile && !isInForce(passkey, profile)) return `${passkey.id} has ended, and is stored`;
  }
  return undefined;
};

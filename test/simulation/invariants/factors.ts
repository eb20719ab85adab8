import { isInForce } from '../../../lambda/users/proven.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import type { MemoryTable } from '../../support/stores/memory/table.ts';
import type { Invariant, TableInvariant } from './invariant.ts';

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

/** Those that are stored and have not ended. */
function factorsIn({ totp, passkeys, recoveryCodes }: MemoryTable, profile: Profile) {
  const { id } = profile.user;
  const own = <T>(items: ReadonlyMap<string, T>, versionOf: (item: T) => number) => {
    let count = 0;
    for (const [key, item] of items) {
      if (key.startsWith(id) && isInForce(versionOf(item), profile)) count += 1;
    }
    return count;
  };
  return {
    totp: own(totp, ({ version }) => version) > 0,
    passkeys: own(passkeys, ({ factorVersion }) => factorVersion),
    codes: own(recoveryCodes, (version) => version),
  };
}

/** Once all records were relayed, factors and passkeys that have ended are gone. */
export const endedFactorsAreGone: Invariant = ({ table }) => {
  const { totp, passkeys, recoveryCodes } = table;
  for (const { profile } of table.byId.values()) {
    const stored = totp.size + passkeys.size + recoveryCodes.size;
    if (stored === 0) return undefined;
    const { id, email } = profile.user;
    const versions = [
      ...[totp.get(id)].flatMap((app) => app?.version ?? []),
      ...[...recoveryCodes].flatMap(([key, version]) => (key.startsWith(id) ? version : [])),
      ...[...passkeys.values()].flatMap((each) => (each.userId === id ? each.factorVersion : [])),
    ];
    if (versions.some((version) => !isInForce(version, profile))) {
      return `a factor of ${email} has ended, and is stored`;
    }
  }
  return undefined;
};

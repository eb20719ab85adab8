import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Found, UsersApiError } from '../errors';
import { optionsOf } from '../settings/function-options';
import type { Settings } from '../settings/settings';
import { functionsOf } from './function-plan';
import { gatewayRoleOf } from './gateway-role-names';
import { named } from './overrides';

/** A users API that has names, or is about to. */
export interface Named {
  readonly settings: Settings;
  /** Where it is. */
  readonly scope: IConstruct;
}

type Prefix = 'functionNamePrefix' | 'roleNamePrefix';

/**
 * Refuses names that another users API of the same place has: a function's is taken once in an account and Region,
 * a role's once in an account.
 *
 * @param path of the other one
 */
export function checkNamesAreFree(own: Named, other: Named, path: string): void {
  const [here, there] = [Stack.of(own.scope), Stack.of(other.scope)];
  if (!isSame(here.account, there.account)) return;
  if (isSame(here.region, there.region)) check('functionNamePrefix', own, other, path);
  check('roleNamePrefix', own, other, path);
}

function check(prefix: Prefix, own: Named, other: Named, path: string): void {
  const theirs = new Set(namesBy(prefix, other.settings));
  const taken = namesBy(prefix, own.settings).find((name) => theirs.has(name));
  if (taken === undefined) return;
  throw new UsersApiError(`functionOptions.${prefix}`, {
    got: new Found(`the name ${JSON.stringify(taken)}, which ${path} gives as well`),
    expected:
      prefix === 'roleNamePrefix'
        ? 'names of its own, as a role has its name once in an account, in all Regions together'
        : 'names of its own, as a function has its name once in an account and Region',
    fix: "give one of them another prefix, as in 'acme-staff-'",
  });
}

/** Those that are made with the construct: authorizers and superusers have the same prefixes. */
function namesBy(prefix: Prefix, settings: Settings): readonly string[] {
  return [
    ...functionsOf(settings).map(({ name }) => named(optionsOf(settings, name)[prefix], name)),
    prefix === 'roleNamePrefix' ? gatewayRoleOf(settings).roleName : undefined,
  ].filter((name) => name !== undefined);
}

/** Of an account or a Region: both known, or both wherever the app is deployed. */
function isSame(one: string, other: string): boolean {
  const compared = Token.compareStrings(one, other);
  return compared === TokenComparison.SAME || compared === TokenComparison.BOTH_UNRESOLVED;
}

import type { Check, Context } from '../check.ts';
import { CHECKS as ALL_CHECKS, type CheckName } from '../claims/claim.ts';
import type { Findings } from '../finding.ts';
import { checkCases } from './cases.ts';
import { checkColdKeys } from './cold-keys.ts';
import { checkDeployment } from './deployment.ts';
import { checkEvents } from './events.ts';
import { checkGateway } from './gateway.ts';
import { checkPolicies } from './policies.ts';
import { checkRedeployment } from './redeployment.ts';
import { checkRotation } from './rotation.ts';
import { checkSubscription } from './subscription.ts';
import { checkUpgrade } from './upgrade.ts';

/** Those that say what they have seen; what is removed is looked at after all of them. */
type Name = Exclude<CheckName, 'removal'>;

const CHECKS: Partial<Readonly<Record<Name, Check>>> = {
  deployment: checkDeployment,
  'cold-keys': checkColdKeys,
  cases: checkCases,
  gateway: checkGateway,
  policies: checkPolicies,
  subscription: checkSubscription,
  rotation: checkRotation,
  events: checkEvents,
  redeployment: checkRedeployment,
  upgrade: checkUpgrade,
};

/** The checks, for one run. */
export function checksOf(context: Context): Readonly<Record<Name, () => Promise<Findings>>> {
  const missing: Check = () => Promise.reject(new Error('there is no such check yet'));
  const names = ALL_CHECKS.filter((name): name is Name => name !== 'removal');
  return Object.fromEntries(
    names.map((name) => [name, () => (CHECKS[name] ?? missing)(context)]),
  ) as Record<Name, () => Promise<Findings>>;
}

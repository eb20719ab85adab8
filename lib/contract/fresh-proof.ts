/** Fresh proof of identity: what it takes to ask for it. */
import { type Action, type FreshProof, may } from './action.ts';
import { CURRENT_PASSWORD_ATTRIBUTES } from './attributes.ts';
import { bcryptCost } from './password-hash.ts';
import { seconds } from './setting.ts';

/** How long a login counts as fresh proof. */
export const recentLogin = seconds('recentLogin', {
  default: 600,
  min: 60,
  max: 86_400,
  why: 'in less than a minute nobody comes back from a provider, and a login of days ago does not say who holds the credential now',
});

/** What a row that asks its callers has by that. */
export function asking({
  route,
  freshProof,
}: Pick<Action, 'route'> & { readonly freshProof: FreshProof }) {
  const byPassword = route !== undefined && freshProof !== 'recent-login';
  // A use case that asks reads the whole credential, as it changes it.
  const reads = byPassword && freshProof !== 'new-credential';
  return {
    route: byPassword ? { ...route, body: [...(route.body ?? []), 'current_password'] } : route,
    refuses: ['REAUTHENTICATION_REQUIRED'],
    hashes: byPassword,
    settings: byPassword ? [recentLogin, bcryptCost] : [recentLogin],
    table: reads ? [may('GetItem', 'credential', { attributes: CURRENT_PASSWORD_ATTRIBUTES })] : [],
  };
}

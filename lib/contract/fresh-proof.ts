/** Fresh proof of identity: what it takes to ask for it. */
import { type Action, type FreshProof, may } from './action.ts';
import { CURRENT_PASSWORD_ATTRIBUTES } from './attributes.ts';
import { only, type Text } from './features.ts';
import { countsGuesses } from './limits.ts';
import { COMPARED_PASSWORD } from './password-hash.ts';
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
  caller,
  route,
  freshProof,
}: Pick<Action, 'caller' | 'route'> & { readonly freshProof: FreshProof }) {
  const byPassword = route !== undefined && freshProof !== 'recent-login';
  // A use case that asks reads the whole credential, as it changes it.
  const reads = byPassword && freshProof !== 'new-credential';
  // Users can't deactivate themselves by their own route: it only asks for the sake of a new address or password.
  const byOption = freshProof === 'new-credential' && caller === 'user';
  const counting = countsGuesses(byOption ? 'countedProof' : 'bruteForce');
  const code = 'REAUTHENTICATION_REQUIRED';
  return {
    route: byPassword ? { ...route, body: [...(route.body ?? []), 'current_password'] } : route,
    refuses: [
      byOption ? only('requireCurrentPassword', code) : code,
      ...(byPassword ? counting.refuses : []),
    ],
    hashes: byPassword,
    settings: byPassword
      ? [recentLogin, ...COMPARED_PASSWORD, ...counting.settings]
      : [recentLogin],
    table: [
      ...(reads
        ? [may('BatchGetItem', 'credential', { attributes: CURRENT_PASSWORD_ATTRIBUTES })]
        : []),
      ...(byPassword ? counting.table : []),
    ],
  };
}

const ALWAYS = 'It asks for fresh proof: the current password or a recent login.';
const OTHER_SESSION =
  'It asks for fresh proof, the current password or a recent login, unless the session is the one in use.';
const RECENT_LOGIN = 'It asks for a recent login.';
const aboutOneself = (text: string) => `About oneself, i${text.slice(1)}`;

/** What callers read of it, by who they are. */
export const PROOF_ASKED: {
  readonly [Fresh in FreshProof]: {
    readonly [Who in 'user' | 'superuser']: readonly Text[];
  };
} = {
  never: { user: [], superuser: [] },
  always: { user: [ALWAYS], superuser: [aboutOneself(ALWAYS)] },
  'about-anyone': { user: [ALWAYS], superuser: [ALWAYS] },
  'other-session': { user: [OTHER_SESSION], superuser: [aboutOneself(OTHER_SESSION)] },
  'recent-login': { user: [RECENT_LOGIN], superuser: [aboutOneself(RECENT_LOGIN)] },
  'new-credential': {
    user: [only('requireCurrentPassword', 'A new address or password takes the current password.')],
    superuser: [
      only(
        'requireCurrentPassword',
        "A new address or password of one's own takes the current password.",
      ),
      'To deactivate oneself takes the current password or a recent login.',
      only(
        'passkeys',
        'So does a new address or password of another user who has passkeys: it can end them.',
      ),
    ],
  },
};

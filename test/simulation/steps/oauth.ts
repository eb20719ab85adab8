import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import { associateCallback } from '../../../lambda/users/oauth/associate-callback.ts';
import { beginOAuth } from '../../../lambda/users/oauth/begin-oauth.ts';
import { finishOAuth } from '../../../lambda/users/oauth/finish-oauth.ts';
import { oauthCallback } from '../../../lambda/users/oauth/oauth-callback.ts';
import { unlinkMyAccount } from '../../../lambda/users/oauth/unlink-my-account.ts';
import { keyOf } from '../../support/stores/memory/table.ts';
import type { StepKind } from '../attempt.ts';
import type { Choice } from '../program.ts';
import type { World } from '../world/world.ts';
import { appsIn, handedOut, signInParts } from './login.ts';
import { anAccess, asCaller, BACKENDS, loginName, originOf } from './people.ts';

const CLIENT = {
  name: 'provider',
  issuer: 'https://provider.example',
  acceptsEarlier: false,
  linkByEmail: 'always',
} as const;

/** Accounts at the provider, of which two have one address. */
const EMAILS: Readonly<Record<string, string>> = {
  'account-1': 'cyd@example.com',
  'account-2': 'dee@example.com',
  'account-3': 'bob@example.com',
  'account-4': 'cyd@example.com',
  'account-5': 'ada@example.com',
};

function identityOf(choice: Choice) {
  const [subject = '', email = ''] = choice.what(Object.entries(EMAILS)) ?? [];
  return { subject, email, isAuthoritative: true };
}

const accountAt = (subject: string) => ({ client: CLIENT.name, issuer: CLIENT.issuer, subject });

/** A browser that was at the provider comes back, or one comes back once more. */
export const signInByProvider: StepKind = {
  name: 'oauth-callback',
  weight: 10,
  begin(world, parts, choice) {
    const [identity, backend = 'jwt'] = [identityOf(choice), choice.who(BACKENDS)];
    const { attempts } = world.mailed;
    const again = choice.other([false, false, true]) ? choice.who(world.attempts) : undefined;
    const wasUsed = again?.isUsed;
    const apps = appsIn(world);
    const provider = {
      authorizationUrl: async () => CLIENT.issuer,
      identify: async () => identity,
    };
    return {
      says: `${again ? 'come back once more' : 'sign in'} by ${identity.subject} at ${backend}`,
      async ask() {
        const begun = again ?? (await beginOAuth({ ...parts, attempts, provider }));
        const used = world.attempts.find(({ state }) => state === begun.state) ?? {
          ...begun,
          isUsed: false,
        };
        if (!world.attempts.includes(used)) world.attempts.push(used);
        const parameters = new URLSearchParams({ state: begun.state });
        const input = { client: CLIENT.name, attempt: begun.attempt, parameters };
        await finishOAuth({ ...parts, attempts, provider }, input);
        used.isUsed = true;
        const deps = signInParts(parts, backend, 'oauth-callback');
        return oauthCallback(deps, { client: CLIENT, identity, origin: originOf(backend) });
      },
      holds: () => isLinked(world, identity.subject),
      async succeeded(outcome: SignInOutcome) {
        if (wasUsed) return 'an attempt came back from the provider twice';
        world.seen.users.add(outcome.userId);
        return handedOut(world, backend, outcome, { amr: ['fed'], apps });
      },
      refusalChanges: true,
    };
  },
};

const isLinked = ({ table }: World, subject: string) =>
  table.accounts.has(keyOf(accountAt(subject)));

export const associate: StepKind = {
  name: 'associate-callback',
  weight: 8,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { subject, email } = identityOf(choice);
    const account = { ...accountAt(subject), email };
    return {
      says: `link ${subject} to ${loginName(world, access)}`,
      ask: () =>
        asCaller(parts, access, ({ caller: profile }) =>
          associateCallback(parts, { profile, account, acceptsEarlier: false }),
        ),
      holds: () => world.table.accounts.get(keyOf(account))?.userId === access.login.userId,
    };
  },
};

export const unlink: StepKind = {
  name: 'unlink-my-account',
  weight: 6,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const own = [...world.table.accounts.values()].filter(
      ({ userId }) => userId === access.login.userId,
    );
    const { subject = 'account-1' } = choice.what(own)?.account ?? {};
    return {
      says: `unlink ${subject} from ${loginName(world, access)}`,
      ask: () =>
        asCaller(parts, access, ({ caller: profile }) =>
          unlinkMyAccount(parts, { profile, client: CLIENT.name, subject }),
        ),
      holds: () =>
        world.table.accounts.get(keyOf(accountAt(subject)))?.userId !== access.login.userId,
    };
  },
};

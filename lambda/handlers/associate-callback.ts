import {
  authentication,
  clock,
  environment,
  ids,
  oauthAccountStore,
  oauthAttempts,
  oauthProvider,
  userModel,
} from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { ATTEMPT_LIFETIME, attemptCookie } from '../http/oauth.ts';
import { associateAccount } from '../users/associate-account.ts';
import { publicUser } from '../users/custom-fields.ts';
import { finishOAuth } from '../users/finish-oauth.ts';

const settings = environment.oauthClient();
const { name: client } = settings;
const cookie = attemptCookie(settings);
const model = await userModel();
const deps = {
  provider: oauthProvider(),
  attempts: oauthAttempts(ATTEMPT_LIFETIME),
  accounts: oauthAccountStore(),
  clock,
  ids,
};

export const handler = signedInHandler(
  'associate-callback',
  {
    ...authentication(),
    requireVerification: environment.requireVerification(),
  },
  async ({ event, signedIn: { caller: profile } }) => {
    event.logged = { ...event.logged, client };
    const { user } = profile;
    const { subject } = await finishOAuth(deps, { ...cookie.take(event), userId: user.id });
    await associateAccount(deps, { profile, account: { client, subject } });
    return { statusCode: 200, body: publicUser(model, user) };
  },
);

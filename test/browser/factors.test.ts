import path from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { startLocalSystem } from '../e2e/support/local-system.ts';
import { shared } from '../e2e/support/start.ts';
import { CLIENT, OpenIdProvider } from '../support/oauth/openid-provider.ts';
import { emailLoginFlows } from './suite/email-login.ts';
import { oauthFactorFlows } from './suite/oauth-factors.ts';
import { passkeyFlows } from './suite/passkeys.ts';
import { secondFactorFlows } from './suite/second-factors.ts';
import { startSignIn } from './support/sign-in.ts';

const APP = path.join(import.meta.dirname, '../apps/every-factor.ts');

describe('in a browser, on this machine,', () => {
  let provider: OpenIdProvider;

  const start = shared(
    () =>
      startSignIn(async (origin) => {
        provider = await OpenIdProvider.start('localhost');
        Object.assign(process.env, {
          TEST_FRONT_END: origin,
          TEST_OAUTH_ISSUER: provider.issuer,
          TEST_OAUTH_CLIENT: CLIENT.id,
          TEST_OAUTH_SECRET: CLIENT.secret,
        });
        const system = await startLocalSystem({ app: APP });
        provider.allow(`${system.url}/oauth/acme/callback`);
        return system;
      }),
    60_000,
  );
  afterAll(() => provider?.stop());

  describe('passkeys:', () => passkeyFlows(start));
  describe('second factors:', () => secondFactorFlows(start));
  describe('second factors after a provider:', () => oauthFactorFlows(start, () => provider));
  describe('codes by mail:', () => emailLoginFlows(start));
});

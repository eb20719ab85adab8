/** Ways to sign in, each in an API with a function for each kind of caller: in one process is what has a function for itself elsewhere. */
import { afterEach, describe, expect } from '@jest/globals';
import { associateCases } from './suite/associate.ts';
import { emailLoginCases } from './suite/email-login.ts';
import { factorCases } from './suite/factors.ts';
import { linkedAccountCases } from './suite/linked-accounts.ts';
import { oauthLoginCases } from './suite/oauth.ts';
import { passkeyCases } from './suite/passkeys.ts';
import { stepUpCases } from './suite/step-up.ts';
import { startOAuth } from './support/oauth-client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, type Start, shared } from './support/start.ts';

process.env.TEST_FUNCTION_LAYOUT = 'grouped';

const startApp = (app: string) => startProxiedSystem({ app: `test/apps/${app}.ts` });

/** Fails a case after which a function was refused something: its group has too few rights. */
function refusedNothing(start: Start<ProxiedSystem>): void {
  let system: ProxiedSystem;
  runOn(start, (started) => {
    system = started;
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
}

describe('groups of functions, with accounts at an OpenID provider,', () => {
  const start = shared(() =>
    startOAuth(({ issuer, other, client: id, secret }) => {
      Object.assign(process.env, {
        TEST_OAUTH_ISSUER: issuer,
        TEST_OAUTH_OTHER: other,
        TEST_OAUTH_CLIENT: id,
        TEST_OAUTH_SECRET: secret,
      });
      return startApp('oauth');
    }),
  );
  refusedNothing(start);

  oauthLoginCases(start);
  associateCases(start);
  linkedAccountCases(start);
});

describe('groups of functions, with second factors,', () => {
  const start = shared(() => startApp('factors'));
  refusedNothing(start);

  factorCases(start);
  stepUpCases(start);
});

describe('groups of functions, with passkeys,', () => {
  const start = shared(async () => ({
    ...(await startApp('passkeys')),
    cookieName: '__Host-users-api-session',
  }));
  refusedNothing(start);

  passkeyCases(start);
});

describe('groups of functions, with codes by mail,', () => {
  const start = shared(() => startApp('email-login'));
  refusedNothing(start);

  emailLoginCases(start);
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CLIENT, OpenIdProvider } from '../support/openid-provider.ts';
import { associateCases } from './suite/associate.ts';
import { type OAuthSystem, oauthLoginCases } from './suite/oauth.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

describe('accounts at an OpenID provider', () => {
  let provider: OpenIdProvider;
  let system: ProxiedSystem;
  let parts: OAuthSystem;

  beforeAll(async () => {
    provider = await OpenIdProvider.start();
    Object.assign(process.env, {
      TEST_OAUTH_ISSUER: provider.issuer,
      TEST_OAUTH_CLIENT: CLIENT.id,
      TEST_OAUTH_SECRET: CLIENT.secret,
    });
    system = await startProxiedSystem({ app: 'test/apps/oauth.ts' });
    for (const name of ['acme', 'partner']) {
      provider.allow(
        `${system.url}/oauth/${name}/callback`,
        `${system.url}/associate/${name}/callback`,
      );
    }
    parts = { client: new Client(system), provider };
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(async () => {
    await system?.stop();
    await provider?.stop();
  });

  describe('login', () => oauthLoginCases(() => parts));
  describe('associating an account', () => associateCases(() => parts));

  test('need all that is granted to their functions', () => {
    // What goes to the log is Lambda's doing, and looked at with the example.
    const own = (grant: string) => /^Users(Oauth|Associate)/.test(grant) && !/ logs:/.test(grant);
    expect(system.permissions.granted().filter(own).length).toBeGreaterThan(0);
    expect(system.permissions.unused().filter(own)).toEqual([]);
  });
});

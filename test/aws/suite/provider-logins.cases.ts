import { describe } from '@jest/globals';
import { associateCases } from '../../e2e/suite/associate.ts';
import { linkedAccountCases } from '../../e2e/suite/linked-accounts.ts';
import { oauthLoginCases } from '../../e2e/suite/oauth.ts';
import { oauthResponseCases } from '../../e2e/suite/oauth-responses.ts';
import { plantedAccountCases } from '../../e2e/suite/planted-accounts.ts';
import type { OAuthSystem } from '../../e2e/support/oauth-client.ts';
import { ProviderAt } from '../../support/oauth/provider-at.ts';
import { readDeployed, there } from './deployed.ts';

describe('accounts at an OpenID provider in AWS', () => {
  const start = async (): Promise<OAuthSystem> => {
    const { issuer } = readDeployed();
    const providers = {
      provider: new ProviderAt(issuer),
      otherProvider: new ProviderAt(`${issuer}/other`),
    };
    return { ...(await there('oauth')()), ...providers };
  };

  describe('login', () => oauthLoginCases(start));
  describe('responses', () => oauthResponseCases(start));
  describe('associating an account', () => associateCases(start));
  describe('accounts of users', () => linkedAccountCases(start));
  describe('accounts of somebody else', () => plantedAccountCases(start));
});

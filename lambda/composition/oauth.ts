import { oauthClient, oauthClientSecret, type ProviderSettings } from '../../lib/contract/oauth.ts';
import { JwtOAuthAttempts } from '../adapters/jose/oauth-attempts.ts';
import { oauthPurpose } from '../adapters/jose/purposes.ts';
import type { ClientOptions } from '../adapters/oauth/code-flow.ts';
import { GitHub } from '../adapters/oauth/github.ts';
import { OpenIdConnect } from '../adapters/oauth/openid-connect.ts';
import type { OAuthAttempts, OAuthProvider } from '../users/oauth/provider.ts';
import type { Runtime } from './runtime.ts';
import { keyRing, signedTokens } from './secrets.ts';

/** A provider of each kind, spoken to as one client of it. */
const PROVIDERS: {
  readonly [Kind in ProviderSettings['kind']]: (
    options: ClientOptions,
    settings: Extract<ProviderSettings, { readonly kind: Kind }>,
  ) => OAuthProvider;
} = {
  'openid-connect': (options, { issuer }) => new OpenIdConnect({ ...options, issuer }),
  github: (options) => new GitHub(options),
};

/** The provider of the function's own OAuth client. */
export function oauthProvider(rt: Runtime): OAuthProvider {
  const { clientId, scopes, redirectUri, provider } = rt.get(oauthClient);
  const clientSecret = async () => {
    const { material } = await keyRing(rt, rt.get(oauthClientSecret)).current();
    return Buffer.from(material).toString('utf8').trim();
  };
  const options = { clientId, clientSecret, scopes, redirectUri };
  return PROVIDERS[provider.kind](options, provider as never);
}

export function oauthAttempts(rt: Runtime, lifetime: number): OAuthAttempts {
  const { flow, name, stateSecretArn } = rt.get(oauthClient);
  const tokens = signedTokens(rt, oauthPurpose(flow, name), stateSecretArn);
  return new JwtOAuthAttempts(tokens, rt.clock, lifetime);
}

import type { Action, OAuthFlow } from '../../lib/contract/action.ts';
import {
  issuerOf,
  type OAuthClientSettings,
  oauthClientSecret,
  oauthClients,
  oauthStateSecretArn,
  type ProviderSettings,
  redirectUriOf,
} from '../../lib/contract/oauth.ts';
import { apiUrl, routeLayout } from '../../lib/contract/places.ts';
import { JwtOAuthAttempts } from '../adapters/jose/oauth-attempts.ts';
import { oauthPurpose } from '../adapters/jose/purposes.ts';
import type { ClientOptions } from '../adapters/oauth/code-flow.ts';
import { GitHub } from '../adapters/oauth/github.ts';
import { OpenIdConnect } from '../adapters/oauth/openid-connect.ts';
import type { BeginOAuthDeps } from '../users/oauth/begin-oauth.ts';
import type { LinkingClient } from '../users/oauth/link-by-email.ts';
import type { OAuthAttempts, OAuthProvider } from '../users/oauth/provider.ts';
import type { Runtime } from './runtime.ts';
import { secretText, signedTokens } from './secrets.ts';

/** A provider of each kind, spoken to as one client of it. */
const PROVIDERS: {
  readonly [Kind in ProviderSettings['kind']]: (
    options: ClientOptions,
    settings: Extract<ProviderSettings, { readonly kind: Kind }>,
  ) => OAuthProvider;
} = {
  'openid-connect': (options, { issuer, addresses }) =>
    new OpenIdConnect({ ...options, issuer, addresses }),
  github: (options) => new GitHub(options),
};

/** The provider, spoken to as one client of it. */
export function oauthProvider(
  rt: Runtime,
  row: Action,
  client: OAuthClientSettings,
): OAuthProvider {
  const { clientId, scopes, provider } = client;
  const clientSecret = () => secretText(rt, rt.get(oauthClientSecret));
  const redirectUri = redirectUriOf(client, flowOf(row), {
    url: rt.get(apiUrl),
    layout: rt.get(routeLayout),
  });
  const options = { clientId, clientSecret, scopes, redirectUri };
  return PROVIDERS[provider.kind](options, provider as never);
}

export function oauthAttempts(
  rt: Runtime,
  row: Action,
  { name }: OAuthClientSettings,
  lifetime: number,
): OAuthAttempts {
  const purpose = oauthPurpose(flowOf(row), name);
  const tokens = signedTokens(rt, purpose, rt.get(oauthStateSecretArn));
  return new JwtOAuthAttempts(tokens, rt.clock, lifetime);
}

/** What the use cases know of the client. */
export function linkingClient({ name, provider, ...rules }: OAuthClientSettings): LinkingClient {
  const { linkByEmail, acceptsEarlier, foreignAddresses } = rules;
  return { name, issuer: issuerOf(provider), linkByEmail, acceptsEarlier, foreignAddresses };
}

/** What begins a walk to a provider, by the name of the client. */
export function oauthBeginnings(
  rt: Runtime,
  row: Action,
  lifetime: number,
): ReadonlyMap<string, BeginOAuthDeps> {
  const { randomness } = rt;
  return new Map(
    rt.get(oauthClients).map((client) => {
      const provider = oauthProvider(rt, row, client);
      return [
        client.name,
        { provider, attempts: oauthAttempts(rt, row, client, lifetime), randomness },
      ];
    }),
  );
}

/** Where browsers are sent that are refused, by the name of the client. */
export function errorUrls(rt: Runtime): ReadonlyMap<string, string | undefined> {
  return new Map(rt.get(oauthClients).map(({ name, errorUrl }) => [name, errorUrl]));
}

function flowOf({ name, flow }: Action): OAuthFlow {
  if (flow === undefined) throw new Error(`the row of ${name} has no flow`);
  return flow;
}

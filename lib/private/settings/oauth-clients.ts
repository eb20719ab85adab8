import type { AuthBackend } from '../../auth-backend';
import type { OAuthClient } from '../../oauth-client';
import { Found, quoted, UsersApiError } from '../errors';
import { firstRepeated } from './repeated';

interface Ways {
  readonly authBackends: readonly AuthBackend[];
  readonly oauthClients: readonly OAuthClient[];
}

/** Refuses clients of one name, and a client whose backend is none or can't end a login as it should. */
export function checkOAuthClients({ authBackends, oauthClients }: Ways): void {
  const repeated = firstRepeated(oauthClients.map(({ name }) => name));
  if (repeated !== undefined) {
    throw new UsersApiError('oauthClients', {
      got: new Found(`two clients named ${JSON.stringify(repeated)}`),
      expected: 'a different name for each',
      fix: "give one of them another, as in OAuthClient.oidc({ name: 'partner', ... })",
    });
  }
  for (const client of oauthClients) {
    const backend = backendOf(client, { authBackends });
    if (client.successUrl === undefined || backend.cookieName !== undefined) continue;
    throw new UsersApiError('OAuthClient.successUrl', {
      got: new Found(`one, with the backend ${JSON.stringify(backend.name)}, which has no cookie`),
      expected: 'a backend with a cookie, as a redirect carries no other credential',
      fix: 'name a cookie backend as its backend, or leave successUrl out and answer with the token',
    });
  }
}

/**
 * The backend that a client signs in with: browsers come back from a provider, so it is one with a
 * cookie, if there is any, unless the client names another.
 */
export function backendOf(
  { name, backend }: OAuthClient,
  { authBackends }: Pick<Ways, 'authBackends'>,
): AuthBackend {
  const found =
    backend === undefined
      ? (authBackends.find(({ cookieName }) => cookieName !== undefined) ?? authBackends[0])
      : authBackends.find((each) => each.name === backend);
  if (found !== undefined) return found;
  const names = authBackends.map((each) => JSON.stringify(each.name)).join(', ');
  throw new UsersApiError('OAuthClient.backend', {
    got: new Found(`${quoted(backend)} for the client ${JSON.stringify(name)}`),
    expected: `the name of one of authBackends: ${names}`,
    fix: 'name one of them, or leave it out for the first with a cookie',
  });
}

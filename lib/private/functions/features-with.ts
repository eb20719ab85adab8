import type { AuthBackend } from '../../auth-backend';
import { type Feature, featuresOf } from '../../contract/features.ts';
import type { OAuthClient } from '../../oauth-client';
import type { Settings } from '../settings/settings';

/** What one function serves of the backends and clients of its API. */
interface Own {
  /** @default - all */
  readonly backends?: readonly AuthBackend[] | undefined;
  readonly client?: OAuthClient | undefined;
}

/** The features of a function, by the backends that it serves. */
export function featuresWith(
  settings: Settings,
  { backends = settings.authBackends, client }: Own = {},
): readonly Feature[] {
  const clients = client === undefined ? settings.oauthClients : [client];
  const withCookies = backends.filter(({ _transport }) => _transport.kind === 'cookie');
  return featuresOf({
    ...settings,
    linksByEmail: clients.some(({ _linksByEmail }) => _linksByEmail),
    acceptsEarlier: clients.some(({ _acceptsEarlier }) => _acceptsEarlier),
    strategies: backends.map(({ _strategy }) => _strategy),
    cookieStrategies: withCookies.map(({ _strategy }) => _strategy),
  });
}

import { SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { AuthBackend, LinkByEmail, OAuthClient, type UsersApiProps } from '../../../lib';
import { layoutOfTest } from './function-layout';

export interface OAuthPlaces {
  readonly issuer: string;
  /** Issuer of the client `other`. */
  readonly other: string;
  readonly client: string;
  readonly secret: string;
  readonly success?: string;
  readonly error?: string;
  /** Origin of a front end, which hands on to the API what providers send there. */
  readonly pages?: string;
}

/**
 * Clients of OpenID providers. `acme` signs in by cookie and links by address, `partner` by bearer, `stored`
 * by a session that is stored; `other` is of another issuer, and links users without a password.
 */
export function oauthProps(scope: Construct, places: OAuthPlaces): UsersApiProps {
  const { pages } = places;
  const common = {
    issuer: places.issuer,
    clientId: places.client,
    clientSecret: new Secret(scope, 'ClientSecret', {
      secretStringValue: SecretValue.unsafePlainText(places.secret),
    }),
  };
  const successUrl = places.success ?? 'https://app.example.com/welcome';
  const errorUrl = places.error ?? 'https://app.example.com/sign-in?lang=en';
  return {
    ...(pages && { allowedOrigins: [pages] }),
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie(), AuthBackend.session()],
    maxSessionsPerUser: 2,
    loginEvents: true,
    ...layoutOfTest,
    oauthClients: [
      OAuthClient.oidc({
        ...common,
        name: 'acme',
        successUrl,
        errorUrl,
        linkByEmail: LinkByEmail.ALWAYS,
      }),
      OAuthClient.oidc({
        ...common,
        name: 'partner',
        backend: 'jwt',
        ...(pages && {
          redirectUri: `${pages}/signed-in`,
          associateRedirectUri: `${pages}/added`,
        }),
      }),
      OAuthClient.oidc({
        ...common,
        name: 'stored',
        backend: 'session',
        acceptsEarlierAccounts: true,
      }),
      OAuthClient.oidc({
        ...common,
        name: 'other',
        issuer: places.other,
        backend: 'jwt',
        linkByEmail: LinkByEmail.WITHOUT_PASSWORD,
      }),
    ],
  };
}

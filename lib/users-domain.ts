import type { ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import type { IHostedZoneRef } from 'aws-cdk-lib/aws-route53';
import type { DomainSettings } from './private/settings/domain';

/** Options of `UsersDomain.custom()`. */
export interface CustomDomainOptions {
  /** The name that clients see, such as `auth.example.com`: one host, in lower case. */
  readonly domainName: string;

  /**
   * A certificate of ACM for that name, in the Region of the API. One for CloudFront, of `us-east-1`, is
   * only right in that Region.
   */
  readonly certificate: ICertificateRef;

  /**
   * The public hosted zone of the name, which gets its records: an alias for IPv4 (A), and one for
   * IPv6 (AAAA).
   *
   * @default - none: make the name an alias of `users.domainName.regionalDomainName` in your DNS
   */
  readonly hostedZone?: IHostedZoneRef;

  /**
   * Whether the address that API Gateway gives to the API, `https://....execute-api.....amazonaws.com`, is
   * off. It would be a second origin of the same API, past everything that is done at the domain. Set it
   * to `false` while clients move from one to the other.
   *
   * @default true
   */
  readonly disableExecuteApiEndpoint?: boolean;
}

/**
 * Where clients reach the API. Its URL is in tokens as their issuer, in redirect URIs of OAuth clients, in
 * links of the list and in the output `Url`.
 *
 * @example
 * new UsersApi(this, 'Users', {
 *   domain: UsersDomain.custom({ domainName: 'auth.example.com', certificate, hostedZone }),
 * });
 */
export class UsersDomain {
  /**
   * A domain for the construct's own HTTP API, which keeps its throttle, its access log and its CORS. The
   * base URL is `https://<domainName><basePath>`; it takes TLS 1.2 and 1.3, over IPv4 and IPv6.
   *
   * A given `httpApi` is mapped to its domain by yourself, with `defaultDomainMapping` or an `ApiMapping`,
   * and `UsersApi.url` follows without a prop.
   *
   * @throws when the name is no host or has a wildcard, or the certificate is known to be of another Region
   */
  public static custom(options: CustomDomainOptions): UsersDomain {
    return new UsersDomain({
      kind: 'custom',
      ...options,
      disableExecuteApiEndpoint: options.disableExecuteApiEndpoint ?? true,
    });
  }

  /**
   * A URL where something else than the construct answers for the API: CloudFront or another proxy, or
   * the mapping of a domain that the CDK doesn't know. Cookie backends trust its origin.
   *
   * @param url base URL of the routes as clients see it: absolute, with the base path, and without a slash at
   * the end, such as `https://www.example.com/users`
   * @throws when it is known and no such URL
   *
   * @example
   * new UsersApi(this, 'Users', { domain: UsersDomain.at('https://www.example.com/users') });
   */
  public static at(url: string): UsersDomain {
    return new UsersDomain({ kind: 'at', url });
  }

  /** @internal */
  public readonly _settings: DomainSettings;

  private constructor(settings: DomainSettings) {
    this._settings = settings;
  }
}

import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import { type ClientAddressSettings, cloudFrontSettings } from './private/settings/client-address';

/** Options of `ClientAddress.cloudFront()`. */
export interface CloudFrontAddressOptions {
  /**
   * What CloudFront proves itself with: a secret of at least 32 random characters, whose value the origin of
   * your distribution has as a custom header. Only functions that sign users in may read it, or with `required` those behind a route. AWSCURRENT and
   * AWSPREVIOUS are both believed, so that the secret can be replaced first and the distribution after it.
   */
  readonly secret: aws_secretsmanager.ISecretRef;

  /**
   * Name of that header, beginning with `x-`.
   *
   * @default 'x-origin-verify'
   */
  readonly header?: string;

  /**
   * Whether requests without the secret are refused, with 403 `FORBIDDEN`: then nobody passes by CloudFront and its
   * AWS WAF. While the secret can't be read, all are 503. Every function with a route then reads the secret, except those that serve public keys and the documentation; your own
   * routes decide for themselves. It is off in a run on this machine, which has no CloudFront.
   *
   * @default false
   */
  readonly required?: boolean;
}

/**
 * Where the address of a client comes from, which is `ip` in sessions, in `after-login` and in the log lines of
 * logins.
 *
 * @example
 * new UsersApi(this, 'Users', { clientAddress: ClientAddress.cloudFront({ secret }) });
 */
export class ClientAddress {
  /** The address that API Gateway saw: that of the client, or of the proxy in front of the API. */
  public static apiGateway(): ClientAddress {
    return new ClientAddress({ kind: 'api-gateway' });
  }

  /**
   * What CloudFront says in `CloudFront-Viewer-Address`, on requests that bear the secret. Without the secret,
   * without an address in that header, and while the secret can't be read, it is the address that API Gateway saw; no other header is believed,
   * `X-Forwarded-For` neither. The distribution has to forward `CloudFront-Viewer-Address`, and to add the secret:
   * `docs/waf.md` has one.
   *
   * @throws when the value of the secret is known to be too short, or JSON, or none that a header can have; or the header is
   * not known at synth or can't be added by CloudFront
   */
  public static cloudFront(options: CloudFrontAddressOptions): ClientAddress {
    return new ClientAddress(cloudFrontSettings(options));
  }

  /** @internal */
  public readonly _settings: ClientAddressSettings;

  private constructor(settings: ClientAddressSettings) {
    this._settings = settings;
  }
}

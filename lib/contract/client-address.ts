/** Where the address of a client is, for functions behind a proxy. */
import { optionalJson } from './setting.ts';

/** The proxy whose word on the address of a client is believed: CloudFront. */
export interface TrustedProxySettings {
  /** Name of the header in which it proves itself, in lower case. */
  readonly header: string;
  /** The secret whose value that header has. */
  readonly secretArn: string;
  /** Requests that don't come through it are refused. */
  readonly required: boolean;
}

/** Not set where API Gateway sees the client itself. */
export const trustedProxy = optionalJson<TrustedProxySettings>()('trustedProxy');

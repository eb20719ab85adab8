import { isIP } from 'node:net';
import type { MiddlewareObj } from '@middy/core';
import { UsersError } from '../users/errors.ts';
import type { Call, HttpResult } from './request.ts';

/** What stands between clients and API Gateway, and is believed about them. */
export interface TrustedProxy {
  /** Name of the header in which it proves itself, in lower case. */
  readonly header: string;
  /** Requests that don't come through it are refused. */
  readonly required: boolean;
  /** Whether what that header has is its secret. */
  knows(presented: string): Promise<boolean>;
}

/**
 * Address and port of a viewer as CloudFront writes them: `198.51.100.10:46532`, and for IPv6 without brackets, so that
 * only what follows the last colon is the port.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
const VIEWER = 'cloudfront-viewer-address';

/**
 * Believes what CloudFront says of the client, where the request comes from CloudFront: anyone can send such a header,
 * and only CloudFront knows the secret. API Gateway joins headers of one name by commas, and then neither is read.
 *
 * @throws UsersError `FORBIDDEN` for others, where they are refused
 */
export function clientAddress(proxy: TrustedProxy): MiddlewareObj<Call, HttpResult> {
  return {
    before: async ({ event }) => {
      const address = viewerOf(event.headers[VIEWER]);
      const presented = event.headers[proxy.header];
      const isAsked = proxy.required || address !== undefined;
      const isThrough = isAsked && presented ? await proxy.knows(presented) : false;
      if (isThrough) event.ip = address;
      else if (proxy.required) throw new UsersError('FORBIDDEN');
    },
  };
}

/** The address in the value of the header; `undefined` if it is none of that form. */
function viewerOf(value = ''): string | undefined {
  const [, address = ''] = /^([\da-f.:]+):\d{1,5}$/i.exec(value) ?? [];
  return isIP(address) === 0 ? undefined : address;
}

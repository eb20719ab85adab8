import { isIP } from 'node:net';
import type { MiddlewareObj } from '@middy/core';
import { describeError } from '../describe-error.ts';
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
 * @throws UsersError where others are refused: `FORBIDDEN` for them, `SERVICE_UNAVAILABLE` if nobody can tell
 */
export function clientAddress(proxy: TrustedProxy): MiddlewareObj<Call, HttpResult> {
  return {
    before: async ({ event }) => {
      const address = viewerOf(event.headers[VIEWER]);
      const presented = event.headers[proxy.header];
      const isAsked = proxy.required || address !== undefined;
      const isThrough = isAsked && presented ? await isFrom(proxy, presented) : false;
      if (isThrough) event.ip = address;
      else if (proxy.required) throw new UsersError('FORBIDDEN', { cause: refusal(presented) });
    },
  };
}

/**
 * Where the secret can't be read, or is none, a request goes on with the address that API Gateway saw: that is no
 * reason to refuse a login. Only where nobody may pass by does it wait until one can tell.
 */
async function isFrom(proxy: TrustedProxy, presented: string): Promise<boolean> {
  try {
    return await proxy.knows(presented);
  } catch (cause) {
    if (proxy.required) throw new UsersError('SERVICE_UNAVAILABLE', { cause });
    console.warn({
      message:
        'the secret of the proxy can not be read: the address is the one that API Gateway saw',
      error: describeError(cause),
    });
    return false;
  }
}

/** For the log, as the client is told only that it is refused. */
function refusal(presented: string | undefined): Error {
  return new Error(presented ? 'PROXY_SECRET_WRONG' : 'PROXY_SECRET_MISSING');
}

/** The address in the value of the header; `undefined` if it is none of that form. */
function viewerOf(value = ''): string | undefined {
  const [, address = ''] = /^([\da-f.:]+):\d{1,5}$/i.exec(value) ?? [];
  return isIP(address) === 0 ? undefined : address;
}

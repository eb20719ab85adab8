import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Issued } from '../users/sessions/session.ts';

/** The parts of a request that carry a credential. */
export type CredentialCarrier = Pick<APIGatewayProxyEventV2, 'headers' | 'cookies'>;

/** How a login or a logout is answered. */
export interface TransportResponse {
  readonly statusCode: number;
  readonly body?: unknown;
  readonly cookies?: string[];
}

/** What a request that carries no readable credential carries: nothing, or something broken. */
export type Absent = undefined | 'malformed';

/** How a credential travels: in a header, in a cookie. */
export interface Transport {
  /** The browser sends it by itself, so another site can make it do so (CSRF). */
  readonly ambient: boolean;
  /** Value of `WWW-Authenticate` on a 401 (RFC 9110, 11.6.1), where the scheme has one. */
  readonly challenge?: string;
  read(request: CredentialCarrier): { readonly credential: string } | Absent;
  /** The refresh token of a request with this body; `undefined` where it has none, or two. */
  readRefreshToken(
    request: CredentialCarrier,
    body: { readonly refresh_token: string } | undefined,
  ): string | undefined;
  /** Hands out what a login or a refresh issued. */
  respond(issued: Issued): TransportResponse;
  /** Removes what the client keeps of it. */
  clear(): TransportResponse;
}

import type { MiddlewareObj } from '@middy/core';
import { type Alongside, type AuthenticateDeps, authenticate } from '../auth/authenticate.ts';
import type { Backend } from '../auth/backend.ts';
import { isSafeMethod, isSameOrigin } from '../auth/same-origin.ts';
import { UsersError } from '../users/errors.ts';
import type { Origin } from '../users/events.ts';
import type { AccessClaims } from '../users/session.ts';
import type { Call, HttpResult } from './request.ts';

export interface AuthenticationOptions extends AuthenticateDeps {
  readonly allowedOrigins: readonly string[];
  readonly superuser: boolean;
  readonly verified: boolean;
  readonly alongside?: (event: Call) => Alongside;
}

/** Sets `signedIn`, or refuses: 401 who is not signed in, 403 who may not. */
export function authentication(options: AuthenticationOptions): MiddlewareObj<Call, HttpResult> {
  const { allowedOrigins, superuser, verified, alongside } = options;
  return {
    before: async ({ event }) => {
      const signedIn = await authenticate(options, event, alongside?.(event));
      event.signedIn = signedIn;
      event.logged = { ...event.logged, user_id: signedIn.caller.user.id };
      const { is_superuser, is_verified } = signedIn.caller.user;
      if ((superuser && !is_superuser) || (verified && !is_verified)) {
        throw new UsersError('FORBIDDEN');
      }
      const { transport } = signedIn.backend;
      if (transport.ambient && !isSafeMethod(event.requestContext.http.method)) {
        assertSameOrigin(event, allowedOrigins);
      }
    },
    // Lambda stops the function with the answer, so what goes on beside the request ends before.
    after: ({ event }) => event.signedIn?.noted,
    onError: ({ event }) => event.signedIn?.noted,
  };
}

/**
 * What the credential of one backend says of itself.
 *
 * @throws UsersError `UNAUTHORIZED`; `FORBIDDEN` as below
 */
export async function presentedCredential(
  event: Call,
  { backend, allowedOrigins }: { backend: Backend; allowedOrigins: readonly string[] },
): Promise<AccessClaims> {
  const { transport, strategy } = backend;
  const carried = transport.read(event);
  const claims =
    carried && carried !== 'malformed' ? await strategy.verify(carried.credential) : undefined;
  if (!claims) throw new UsersError('UNAUTHORIZED');
  if (transport.ambient) assertSameOrigin(event, allowedOrigins);
  return claims;
}

/**
 * Lets a request to one backend's own route in, and notes where it came from. Signing a browser in to
 * another's account is an attack too.
 *
 * @throws UsersError `FORBIDDEN` as below
 */
export function admitTo(
  { name: backend, transport }: Pick<Backend, 'name' | 'transport'>,
  allowedOrigins: readonly string[],
): (event: Call) => void {
  return (event) => {
    event.logged = { backend, ip: event.requestContext.http.sourceIp };
    if (transport.ambient) assertSameOrigin(event, allowedOrigins);
  };
}

/** What is stored and told of where a login or a refresh came from. */
export function originOf({ requestContext }: Call, backend: string): Origin {
  const { sourceIp: ip, userAgent } = requestContext.http;
  return { backend, ip, user_agent: userAgent };
}

/** @throws UsersError `FORBIDDEN` for a request that another site may have made */
export function assertSameOrigin(event: Call, allowedOrigins: readonly string[]): void {
  if (!isSameOrigin(event, allowedOrigins)) throw new UsersError('FORBIDDEN');
}

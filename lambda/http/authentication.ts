import type { MiddlewareObj } from '@middy/core';
import { type Alongside, authenticate } from '../auth/authenticate.ts';
import type { Backend } from '../auth/backend.ts';
import { isSafeMethod, isSameOrigin } from '../auth/same-origin.ts';
import { UsersError } from '../users/errors.ts';
import type { UserStore } from '../users/ports.ts';
import type { Call, HttpResult } from './request.ts';

export interface AuthenticationOptions {
  readonly backends: readonly Backend[];
  readonly store: Pick<UserStore, 'lookup'>;
  readonly allowedOrigins: readonly string[];
  readonly superuser: boolean;
  readonly alongside?: (event: Call) => Alongside;
}

/** Sets `signedIn`, or refuses: 401 who is not signed in, 403 who may not. */
export function authentication(options: AuthenticationOptions): MiddlewareObj<Call, HttpResult> {
  const { allowedOrigins, superuser, alongside } = options;
  return {
    before: async ({ event }) => {
      const signedIn = await authenticate(options, event, alongside?.(event));
      event.signedIn = signedIn;
      event.logged = { ...event.logged, user_id: signedIn.caller.user.id };
      if (superuser && !signedIn.caller.user.is_superuser) throw new UsersError('FORBIDDEN');
      const { transport } = signedIn.backend;
      if (transport.ambient && !isSafeMethod(event.requestContext.http.method)) {
        assertSameOrigin(event, allowedOrigins);
      }
    },
  };
}

/** @throws UsersError `FORBIDDEN` for a request that another site may have made */
export function assertSameOrigin(event: Call, allowedOrigins: readonly string[]): void {
  if (!isSameOrigin(event, allowedOrigins)) throw new UsersError('FORBIDDEN');
}

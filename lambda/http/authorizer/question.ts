import type { AuthorizerContext } from '../../../lib/current-user.ts';
import type { AuthorizedRequest } from '../../auth/authorize.ts';

/** Who may pass, as the handler decided. */
export interface Pass {
  readonly context: AuthorizerContext;
  /** Whether method and origin of the request decided, too. */
  readonly ambient: boolean;
}

/** Why nobody may pass. */
export interface Refusal {
  readonly code: 'UNAUTHORIZED' | 'FORBIDDEN';
  /** Of a genuine credential. */
  readonly userId: string | undefined;
}

/** What a service of AWS asks about a request, and how it is answered. */
export interface Question {
  readonly request: AuthorizedRequest;
  /** For the log: the route, and the id of the request. */
  readonly logged: { readonly route: string; readonly request_id: string | undefined };
  pass(pass: Pass): object;
  /** @throws where the service is told by an error */
  refuse(refusal: Refusal): object;
}

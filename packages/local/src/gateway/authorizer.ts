import type { GatewayResponse } from './gateway-response.ts';
import type { AuthorizerContext, Payload } from './payload.ts';

/** An authorizer's decision: what the integration is told, or the response that refuses. */
export type Authorization =
  | { readonly context: AuthorizerContext }
  | { readonly refusal: GatewayResponse };

/** Stands before routes of an HTTP API. */
export interface Authorizer {
  authorize(request: Payload, routeArn: string): Promise<Authorization>;
  /** Forgets what it was told before, as if it were new. */
  forget(): void;
}

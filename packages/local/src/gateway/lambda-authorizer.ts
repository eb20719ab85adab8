import { isObject, type JsonObject } from '../cloudformation/template.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Authorization, Authorizer } from './authorizer.ts';
import { gatewayError } from './gateway-response.ts';
import { type IdentitySource, identify } from './identity-source.ts';
import type { Payload } from './payload.ts';

export interface LambdaAuthorizerOptions {
  readonly function: LambdaFunction;
  readonly identitySources: readonly IdentitySource[];
  /** Milliseconds for which a decision holds for the same identity; 0 for the one request. */
  readonly ttl: number;
}

interface Decision {
  readonly isAuthorized: boolean;
  /** The integration finds it in `requestContext.authorizer.lambda`. */
  readonly context: JsonObject;
}

/**
 * A Lambda authorizer of an HTTP API with payload format 2.0 and simple responses. A request that
 * lacks an identity source is 401 without a call, one that the function does not authorize is 403,
 * and a function that fails or answers something else is 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export class LambdaAuthorizer implements Authorizer {
  readonly #options: LambdaAuthorizerOptions;
  readonly #decisions = new Map<string, Decision & { readonly until: number }>();

  constructor(options: LambdaAuthorizerOptions) {
    this.#options = options;
  }

  async authorize(request: Payload, routeArn: string): Promise<Authorization> {
    const identity = identify(this.#options.identitySources, request);
    if (identity === undefined) return { refusal: gatewayError(401) };
    const decision = await this.#decide(request, routeArn, identity);
    if (decision === undefined) return { refusal: gatewayError(500) };
    if (!decision.isAuthorized) return { refusal: gatewayError(403) };
    return { context: { lambda: decision.context } };
  }

  /** Makes every request from now on ask the function. */
  forget(): void {
    this.#decisions.clear();
  }

  async #decide(
    request: Payload,
    routeArn: string,
    identity: readonly string[],
  ): Promise<Decision | undefined> {
    const { ttl } = this.#options;
    // Across routes: API Gateway's key is only the identity, unless the route is a part of it.
    const key = JSON.stringify(identity);
    const held = this.#decisions.get(key);
    if (held !== undefined && held.until > Date.now()) return held;
    const decision = await this.#ask(request, routeArn, identity);
    if (decision !== undefined && ttl > 0) {
      this.#decisions.set(key, { ...decision, until: Date.now() + ttl });
    }
    return decision;
  }

  async #ask(
    { body: _, isBase64Encoded: __, ...request }: Payload,
    routeArn: string,
    identitySource: readonly string[],
  ): Promise<Decision | undefined> {
    const event = { ...request, type: 'REQUEST', routeArn, identitySource };
    const result = await this.#options.function.invoke(event, request.headers['x-amzn-trace-id']);
    return result.ok ? readDecision(JSON.parse(result.payload)) : undefined;
  }
}

/** A denial is cached as well; an answer in another form is an error. */
function readDecision(answer: unknown): Decision | undefined {
  if (!isObject(answer)) return undefined;
  const { isAuthorized, context = {} } = answer;
  if (typeof isAuthorized !== 'boolean' || !isObject(context)) return undefined;
  return { isAuthorized, context };
}

import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Authorizer } from './authorizer.ts';
import { type CorsConfiguration, preflight, withCors } from './cors.ts';
import { type GatewayResponse, gatewayError, toResponse } from './gateway-response.ts';
import { type Payload, toPayload } from './payload.ts';
import { headSize, MAX_HEAD } from './request-head.ts';
import type { Route, RouteTable } from './routes.ts';

export interface Integration {
  readonly function: LambdaFunction;
  /** Milliseconds until API Gateway gives up on the function. */
  readonly timeout: number;
  /** Decides which requests pass; absent if all may. */
  readonly authorizer?: Authorizer;
}

export interface HttpApiOptions {
  readonly apiId: string;
  readonly accountId: string;
  readonly region: string;
  /** `$default`, or a name that the paths of all requests start with. */
  readonly stage: string;
  readonly routes: RouteTable<Integration>;
  readonly cors: CorsConfiguration | undefined;
}

/** An HTTP API of API Gateway in front of Lambda functions. */
export class HttpApi {
  readonly options: HttpApiOptions;

  constructor(options: HttpApiOptions) {
    this.options = options;
  }

  /** Makes every authorizer decide again. */
  forgetDecisions(): void {
    for (const { target } of this.options.routes.routes) target.authorizer?.forget();
  }

  async handle(request: IncomingMessage, body: Buffer): Promise<GatewayResponse> {
    if (headSize(request) > MAX_HEAD) return gatewayError(431);
    const { cors } = this.options;
    const requestId = randomBytes(12).toString('base64url');
    const { origin, 'access-control-request-method': requestedMethod } = request.headers;
    const response =
      preflight(cors, { method: request.method ?? '', origin, requestedMethod }) ??
      withCors(cors, origin, await this.#integrate(request, body, requestId));
    return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
  }

  async #integrate(
    request: IncomingMessage,
    body: Buffer,
    requestId: string,
  ): Promise<GatewayResponse> {
    const { apiId, accountId, stage, routes } = this.options;
    const path = this.#withoutStage(request.url?.split('?')[0] ?? '/');
    const match = path && routes.match(request.method ?? '', path);
    if (!match) return gatewayError(404);
    const { route, pathParameters } = match;
    const context = { accountId, apiId, stage, routeKey: route.key, requestId, pathParameters };
    const payload = toPayload(request, body, context);
    const traceId = payload.headers['x-amzn-trace-id'];
    const authorized = await this.#authorize(route, payload, path);
    if ('refusal' in authorized) return authorized.refusal;
    return within(
      route.target.timeout,
      route.target.function.invoke(authorized.payload, traceId).then((result) => ({
        ...toResponse(result),
        handled: result.milliseconds,
      })),
      () => gatewayError(503),
    );
  }

  /** What the integration gets, or the response that refuses the request. */
  async #authorize(
    { target: { authorizer } }: Route<Integration>,
    payload: Payload,
    path: string,
  ): Promise<{ payload: Payload } | { refusal: GatewayResponse }> {
    if (authorizer === undefined) return { payload };
    const { apiId, accountId, region, stage } = this.options;
    const { method } = payload.requestContext.http;
    const arn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${method}${path}`;
    const outcome = await authorizer.authorize(payload, arn);
    if ('refusal' in outcome) return outcome;
    const requestContext = { ...payload.requestContext, authorizer: outcome.context };
    return { payload: { ...payload, requestContext } };
  }

  #withoutStage(path: string): string | undefined {
    const prefix = `/${this.options.stage}`;
    if (prefix === '/$default') return path;
    if (path === prefix) return '/';
    return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
  }
}

async function within<T>(milliseconds: number, work: Promise<T>, otherwise: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

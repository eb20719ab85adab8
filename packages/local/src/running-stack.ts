import type { IncomingMessage } from 'node:http';
import type { StackScope } from './cloudformation/stack-scope.ts';
import type { Json, JsonObject } from './cloudformation/template.ts';
import { control } from './control-api.ts';
import type { EventEnvelope } from './event-bus/envelope.ts';
import type { EventBuses } from './event-bus/event-bus.ts';
import { Gate } from './gate.ts';
import { type GatewayResponse, gatewayError } from './gateway/gateway-response.ts';
import type { Hosts } from './gateway/hosts.ts';
import type { HttpApi } from './gateway/http-api.ts';
import { originRefusal } from './gateway/origin-refusal.ts';
import { headSize, MAX_HEAD } from './gateway/request-head.ts';
import type { ServiceEndpoints } from './lambda/definition.ts';
import type { LambdaFunction } from './lambda/function.ts';
import type { FunctionDirectory } from './lambda/function-directory.ts';
import type { Reporter } from './reporter.ts';
import type { Buckets } from './s3/buckets.ts';
import type { StreamPollers } from './streams/stream-pollers.ts';
import type { StackTables } from './tables/stack-tables.ts';

export interface StackParts {
  readonly api: HttpApi | undefined;
  /** Those at ports of their own. */
  readonly otherApis: readonly HttpApi[];
  readonly buckets: Buckets;
  readonly buses: EventBuses;
  readonly endpoints: ServiceEndpoints;
  readonly functions: FunctionDirectory;
  /** That the APIs answer for. */
  readonly hosts: Hosts;
  readonly outputs: JsonObject;
  readonly pollers: StreamPollers;
  readonly reporter: Reporter;
  readonly made: Promise<void>;
  readonly scope: StackScope;
  readonly tables: StackTables;
}

/** The resources of a stack, at work together. */
export class RunningStack {
  readonly #parts: StackParts;
  readonly #gate = new Gate();

  constructor(parts: StackParts) {
    this.#parts = parts;
  }

  get endpoints(): ServiceEndpoints {
    return this.#parts.endpoints;
  }

  get functions(): FunctionDirectory {
    return this.#parts.functions;
  }

  get outputs(): JsonObject {
    return this.#parts.outputs;
  }

  get made(): Promise<void> {
    return this.#parts.made;
  }

  resolve(value: Json): Json | undefined {
    return this.#parts.scope.resolve(value);
  }

  get routes(): { key: string; functionName: string }[] {
    return (this.#parts.api?.options.routes.routes ?? []).map(({ key, target }) => ({
      key,
      functionName: target.function.definition.logicalId,
    }));
  }

  function(name: string): LambdaFunction {
    const found = this.#parts.functions.find(name);
    if (found === undefined) throw new Error(`the stack has no function ${name}`);
    return found;
  }

  events(): readonly EventEnvelope[] {
    return this.#parts.buses.events;
  }

  /**
   * Empties the tables and buckets, and forgets the events. In this order: no request writes, no poller reads
   * and no subscriber runs while the tables are recreated, so that nothing from before is seen
   * after. The streams are skipped because dynoxide hands the records of a deleted table to its
   * successor.
   */
  async reset(): Promise<void> {
    const { api, otherApis, buckets, buses, pollers, tables } = this.#parts;
    await this.#gate.exclusively(async () => {
      await pollers.stop();
      await buses.reset();
      await tables.recreate();
      buckets.clear();
      for (const each of [api, ...otherApis]) each?.forgetDecisions();
      await pollers.skip();
      pollers.start();
    });
  }

  async handle(request: IncomingMessage, body: Buffer): Promise<GatewayResponse> {
    return this.#reported(
      request,
      async () =>
        (await this.#control(request, body)) ?? (await this.#serve(this.#parts.api, request, body)),
    );
  }

  /** A request to an API that isn't at the port of the stack. */
  async handleFor(api: HttpApi, request: IncomingMessage, body: Buffer): Promise<GatewayResponse> {
    return this.#reported(request, () => this.#serve(api, request, body));
  }

  async #reported(
    request: IncomingMessage,
    answer: () => Promise<GatewayResponse>,
  ): Promise<GatewayResponse> {
    const start = performance.now();
    const response = this.#refusedHost(request) ?? (await answer());
    this.#parts.reporter.request?.({
      ...askedBy(request),
      status: response.status,
      milliseconds: performance.now() - start,
      ...(response.handled !== undefined && { handled: response.handled }),
    });
    return response;
  }

  /** What is answered to a request for a host that isn't one of this machine or of the stack. */
  #refusedHost(request: IncomingMessage): GatewayResponse | undefined {
    const { hosts, reporter } = this.#parts;
    const { host } = request.headers;
    if (host === undefined || hosts.serves(host)) return undefined;
    const { method, path } = askedBy(request);
    const refusal = hosts.refusal(host, `${method} ${path}`);
    if (refusal !== undefined) reporter.warning?.(refusal);
    return gatewayError(403);
  }

  #control(request: IncomingMessage, body: Buffer): Promise<GatewayResponse | undefined> {
    return control(
      {
        buckets: this.#parts.buckets,
        functions: this.#parts.functions,
        outputs: this.#parts.outputs,
        events: () => this.events(),
        reset: () => this.reset(),
        invoke: (call) => this.#write(call),
      },
      request,
      body,
    );
  }

  async #serve(
    api: HttpApi | undefined,
    request: IncomingMessage,
    body: Buffer,
  ): Promise<GatewayResponse> {
    if (api === undefined) return gatewayError(404);
    const response = await this.#write(() => api.handle(request, body));
    if (response.status === 431) this.#parts.reporter.warning?.(headTooLarge(request));
    const refusal = originRefusal({ ...askedBy(request), headers: request.headers, response });
    if (refusal !== undefined) this.#parts.reporter.refusal?.(refusal);
    return response;
  }

  /** Runs what may write to a table: not during a reset, and the streams are read right after. */
  async #write<T>(work: () => Promise<T>): Promise<T> {
    const result = await this.#gate.pass(work);
    this.#parts.pollers.nudge();
    return result;
  }
}

function headTooLarge(request: IncomingMessage): string {
  const { method, path } = askedBy(request);
  return `the request line and header values of ${method} ${path} have ${headSize(request)} bytes, and API Gateway takes ${MAX_HEAD}: send fewer or shorter cookies`;
}

function askedBy({ method = '', url = '/' }: IncomingMessage): { method: string; path: string } {
  return { method, path: url.split('?')[0] ?? '/' };
}

import '../one-realm.ts';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import { RoundTrips } from './round-trips.ts';

/** An answer in an AWS JSON protocol. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What goes wrong with a call. `before` the service sees it, it is not done; `after`, it is done
 * and the caller is not told: the outcome is ambiguous. `drop` closes the connection without an
 * answer.
 */
export type Fault =
  | { readonly before: Outcome }
  | { readonly after: Outcome }
  /** It is done only after so many milliseconds, by when the caller may have given it up. */
  | { readonly late: number };

/** What the caller gets; a function decides, and holds the caller until it has. */
type Outcome = Answer | 'drop' | (() => Promise<Answer | 'drop'>);

const error = (status: number, type: string, more: Answer['body'] = {}): Answer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'injected', ...more },
});

/** The faults of DynamoDB, and of the other services where they have the same. */
export const faults = {
  throttled: { before: error(400, 'ProvisionedThroughputExceededException') },
  throttledAccount: { before: error(400, 'ThrottlingException') },
  internalError: { before: error(500, 'InternalServerError') },
  unavailable: { before: error(503, 'ServiceUnavailable') },
  droppedBefore: { before: 'drop' },
  droppedAfter: { after: 'drop' },
  internalErrorAfter: { after: error(500, 'InternalServerError') },
  /** Of a transaction that is repeated while DynamoDB is still at its first call. */
  inProgress: { before: error(400, 'TransactionInProgressException') },
  /** Of a single write, which met a transaction on its item. */
  conflict: { before: error(400, 'TransactionConflictException') },
  /** What no retry can fix. */
  invalid: { before: error(400, 'ValidationException') },
} as const satisfies Record<string, Fault>;

/** A transaction that was cancelled, with a reason for each of its writes; `None` for no reason. */
export function cancelled(...codes: readonly string[]): Fault {
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return { before: error(400, 'TransactionCanceledException', { CancellationReasons }) };
}

/** One call that reached the proxy; a call that the SDK repeats is several. */
export interface ProxiedCall {
  /** Of X-Ray: what the calls of one request have in common. */
  readonly traceId: string | undefined;
  /** Such as `GetItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly fault?: Fault;
}

/** A call before it is handled, with its caller. */
export interface SignedCall {
  /** Access key id of the caller. */
  readonly caller: string;
  /** Such as `DynamoDB_20120810.GetItem`. */
  readonly target: string;
  readonly input: JsonObject;
}

/** Refuses a call with its own response, or lets it pass: what IAM does in front of a service. */
export type Authorize = (call: SignedCall) => Promise<Answer | undefined>;

const allowAll: Authorize = async () => undefined;

interface Plan {
  readonly operation: string;
  readonly traceId: string | undefined;
  readonly fault: Fault;
  /** Calls of the operation to let pass before. */
  skip: number;
  /** Calls left to fail. */
  times: number;
}

/** Proxy of an AWS service that speaks JSON: counts its calls and lets chosen ones fail. */
export class FaultProxy {
  readonly endpoint: string;
  readonly #server: ReturnType<typeof createServer>;
  readonly #authorize: Authorize;
  #plans: Plan[] = [];
  #calls: ProxiedCall[] = [];
  readonly #pending = new Set<Promise<unknown>>();
  readonly #roundTrips = new RoundTrips();

  /** @param target the service's own endpoint, or where to find it once it is called */
  static async start(
    target: string | (() => Promise<string>),
    authorize = allowAll,
  ): Promise<FaultProxy> {
    // An idle connection is kept, as it shows what the client knows.
    const server = createServer({ keepAliveTimeout: 0 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultProxy(
      server,
      typeof target === 'string' ? async () => target : target,
      authorize,
    );
  }

  private constructor(
    server: ReturnType<typeof createServer>,
    target: () => Promise<string>,
    authorize: Authorize,
  ) {
    this.#server = server;
    this.#authorize = authorize;
    this.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      const roundTrip = this.#roundTrips.sent(request.socket);
      const answered = target()
        .then((endpoint) => this.#answer(endpoint, request))
        .then((answer) => {
          this.#roundTrips.answered(request.socket, roundTrip);
          send(response, answer);
        })
        .catch(() => response.destroy())
        .finally(() => this.#pending.delete(answered));
      this.#pending.add(answered);
    });
  }

  /** Every call since the start or the last `reset`, in the order in which they came. */
  get calls(): readonly ProxiedCall[] {
    return this.#calls;
  }

  /** Their operations: what a test of round trips compares. */
  get operations(): readonly string[] {
    return this.#calls.map(({ operation }) => operation);
  }

  /** How often the one client since then waited for answers before it went on. */
  get roundTrips(): number {
    return this.#roundTrips.count;
  }

  /**
   * Lets calls of an operation fail, or of any operation: `*`.
   *
   * @param options `nth` call from now on is the first to fail, default 1; `times` calls in a row
   * fail, default 1, `Infinity` for an outage; `traceId` if only calls of one request are meant
   */
  fail(
    operation: string,
    fault: Fault,
    { nth = 1, times = 1, traceId }: { nth?: number; times?: number; traceId?: string } = {},
  ): void {
    this.#plans.push({ operation, fault, traceId, skip: nth - 1, times });
  }

  /** Forgets the faults of one request, and its calls. @returns those */
  take(traceId: string): readonly ProxiedCall[] {
    const calls = this.#calls.filter((call) => call.traceId === traceId);
    this.#plans = this.#plans.filter((plan) => plan.traceId !== traceId);
    this.#calls = this.#calls.filter((call) => call.traceId !== traceId);
    return calls;
  }

  /** Forgets faults and calls. */
  reset(): void {
    this.#plans = [];
    this.#calls = [];
    this.#roundTrips.reset();
  }

  /** Waits for what it was sent so far, late calls included. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(endpoint: string, request: IncomingMessage): Promise<Answer | 'drop'> {
    const body = await buffer(request);
    const target = String(request.headers['x-amz-target']);
    const operation = target.split('.').at(-1) ?? '';
    const input = JSON.parse(body.toString());
    const refusal = await this.#authorize({ caller: callerOf(request), target, input });
    const traceId = request.headers['x-amzn-trace-id']?.toString();
    const fault = refusal ? undefined : this.#next(operation, traceId);
    this.#calls.push({ operation, traceId, input, fault });
    if (refusal) return refusal;
    if (fault && 'before' in fault) return decide(fault.before);
    if (fault && 'late' in fault) await delay(fault.late);
    const answer = await forward(endpoint, request, body);
    return fault && 'after' in fault ? decide(fault.after) : answer;
  }

  #next(operation: string, traceId: string | undefined): Fault | undefined {
    for (const plan of this.#plans) {
      if (plan.times === 0 || !['*', operation].includes(plan.operation)) continue;
      if (plan.traceId !== undefined && plan.traceId !== traceId) continue;
      if (plan.skip > 0) {
        plan.skip -= 1;
        continue;
      }
      plan.times -= 1;
      return plan.fault;
    }
    return undefined;
  }
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function callerOf({ headers }: IncomingMessage): string {
  return /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'nobody';
}

const agent = new Agent({ keepAlive: true });

async function forward(endpoint: string, asking: IncomingMessage, body: Buffer): Promise<Answer> {
  const names = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  const headers = names.map((name): [string, string] => [name, String(asking.headers[name])]);
  // Not by `fetch`, which refuses the port of the engine as browsers do.
  const asked = request(endpoint, { method: 'POST', headers: Object.fromEntries(headers), agent });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: (await json(answer)) as Answer['body'] };
}

function decide(outcome: Outcome): Answer | 'drop' | Promise<Answer | 'drop'> {
  return typeof outcome === 'function' ? outcome() : outcome;
}

function send(response: ServerResponse, answer: Answer | 'drop'): void {
  if (answer === 'drop') {
    response.socket?.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(answer.body));
}

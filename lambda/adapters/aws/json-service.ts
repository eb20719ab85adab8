import {
  type ConfiguredRetryStrategy,
  isServerError,
  isThrottlingError,
  isTransientError,
} from '@smithy/core/retry';
import type { SignatureV4 } from '@smithy/signature-v4';
import { type Answer, Connections, type Timeouts } from './connections.ts';
import { endpointOf, type Service } from './endpoints.ts';
import type { Environment } from './environment-credentials.ts';
import { signer } from './signing.ts';

export interface JsonServiceOptions {
  readonly retryStrategy: ConfiguredRetryStrategy;
  readonly requestHandler: Timeouts;
}

/**
 * An error that a service answers with: its name is the service's, as the SDK has it, and so are its members, such as the reasons
 * of a cancelled transaction. What values of items it has is as DynamoDB sends it.
 */
export class ServiceError extends Error {
  override readonly name: string;
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string | undefined };

  constructor({ status, headers, text }: Answer) {
    const { __type, code, message, Message, ...members } = bodyOf(text);
    super(String(message ?? Message ?? `an answer of ${status} without a message`));
    Object.assign(this, members);
    const type = __type ?? code ?? headers['x-amzn-errortype'] ?? `Http${status}`;
    // Some services put a namespace before the name, or an address after it.
    this.name = String(type)
      .replace(/[,:].*$/, '')
      .replace(/^.*#/, '');
    const requestId = headers['x-amzn-requestid'];
    this.$metadata = { httpStatusCode: status, requestId: requestId && String(requestId) };
  }
}

/** What isn't JSON is of something in between. */
function bodyOf(text: string): Readonly<Record<string, unknown>> {
  return Object(parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A service of AWS that speaks AWS JSON. It does what the SDK's clients do for the few operations that functions call:
 * connections that are kept, timeouts, signatures, and another attempt where the SDK makes one, by the SDK's own rules. It doesn't correct
 * a wrong clock, as Lambda has the right time, and knows only the credentials of the environment.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export class JsonService {
  readonly #service: Service;
  readonly #environment: Environment;
  readonly #endpoint: URL;
  readonly #connections: Connections;
  readonly #retries: ConfiguredRetryStrategy;
  readonly #signer: SignatureV4;

  /** @param environment with the Region, the credentials and, during an invocation, its trace */
  constructor(
    service: Service,
    environment: Environment,
    { retryStrategy, requestHandler }: JsonServiceOptions,
  ) {
    this.#service = service;
    this.#environment = environment;
    this.#endpoint = endpointOf(service, environment);
    this.#connections = new Connections(this.#endpoint, requestHandler);
    this.#retries = retryStrategy;
    this.#signer = signer({ service: service.signingName }, environment);
  }

  /**
   * Calls an operation.
   *
   * @throws {ServiceError} what the service answers, once no other attempt is to be made; or an error of the system
   */
  async call(operation: string, input: object): Promise<unknown> {
    const body = JSON.stringify(input);
    let token = await this.#retries.acquireInitialRetryToken('');
    for (;;) {
      try {
        const answer = await this.#send(operation, body);
        this.#retries.recordSuccess(token);
        return answer;
      } catch (error) {
        // It waits, or throws where there is no other attempt.
        const next = await this.#retries
          .refreshRetryTokenForRetry(token, { error, errorType: kindOf(error) } as never)
          .catch(() => undefined);
        if (next === undefined) throw error;
        token = next;
      }
    }
  }

  async #send(operation: string, body: string): Promise<unknown> {
    const { target, version } = this.#service;
    const { host, hostname, protocol, pathname } = this.#endpoint;
    // An endpoint of a local runtime may have a path.
    const path = pathname.replace(/\/?$/, '/');
    const trace = this.#environment._X_AMZN_TRACE_ID;
    const { headers } = await this.#signer.sign({
      ...{ method: 'POST', protocol, hostname, path, query: {}, body },
      headers: {
        host,
        'content-type': `application/x-amz-json-${version}`,
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-target': `${target}.${operation}`,
        'user-agent': 'cdk-users-api',
        // So that X-Ray shows the call, and Lambda notices loops.
        ...(trace && { 'x-amzn-trace-id': trace }),
      },
    });
    const answer = await this.#connections.send('POST', path, headers, body);
    const output = answer.status === 200 ? parsed(answer.text) : undefined;
    if (output === undefined) throw new ServiceError(answer);
    return output;
  }
}

/** What the SDK's strategy tells apart. */
function kindOf(error: unknown) {
  if (isThrottlingError(error as never)) return 'THROTTLING';
  if (isTransientError(error as never)) return 'TRANSIENT';
  return isServerError(error as never) ? 'SERVER_ERROR' : 'CLIENT_ERROR';
}

import type {
  CompletedRequest,
  EventEnvelope,
  FunctionError,
  LocalStack,
  Mail,
  OriginRefusal,
} from 'cdk-users-api-local';
import type { Display } from './display.ts';
import { Origins } from './origins.ts';
import { Overhead } from './overhead.ts';

/** For programs: one JSON object a line, each with its `type`. */
export class JsonLines implements Display {
  readonly #output: NodeJS.WritableStream;
  readonly #origins = new Origins();
  readonly #overhead = new Overhead();

  constructor(output: NodeJS.WritableStream = process.stdout) {
    this.#output = output;
  }

  step(action: string, subject: string): void {
    this.#line('step', { action, subject });
  }

  started(stack: LocalStack, data: string, milliseconds: number): void {
    const { name, url, secureUrl, outputs, routes } = stack;
    this.#line('ready', { url, secureUrl, stack: name, data, milliseconds, outputs, routes });
  }

  changed(files: readonly string[]): void {
    this.#line('changed', { files });
  }

  reloaded(milliseconds: number, functions?: readonly string[]): void {
    this.#line('reloaded', { milliseconds, functions });
  }

  notReloaded(message: string, details: string | undefined): void {
    this.#line('not-reloaded', { message, details });
  }

  idle(): void {}

  stopped(): void {
    this.#line('stopped', this.#overhead.measured ?? {});
  }

  request(request: CompletedRequest): void {
    this.#overhead.add(request);
    this.#line('request', { ...request });
  }

  /** Once an origin, as in the terminal. */
  refusal(refusal: OriginRefusal): void {
    const message = this.#origins.tell(refusal);
    if (message !== undefined) this.#line('refusal', { ...refusal, message });
  }

  /** As in the terminal: not what it carries, which can be a token. */
  event({ id, time, 'detail-type': name }: EventEnvelope): void {
    this.#line('event', { name, id, time });
  }

  output(functionName: string, line: string): void {
    this.#line('output', { functionName, line });
  }

  mail(mail: Mail): void {
    this.#line('mail', { ...mail });
  }

  failure(functionName: string, error: FunctionError): void {
    this.#line('failure', { functionName, ...error });
  }

  warning(message: string): void {
    this.#line('warning', { message });
  }

  #line(type: string, values: object): void {
    this.#output.write(`${JSON.stringify({ type, ...values })}\n`);
  }
}

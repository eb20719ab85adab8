import { styleText } from 'node:util';
import type {
  CompletedRequest,
  EventEnvelope,
  FunctionError,
  LocalStack,
  Mail,
  OriginRefusal,
} from 'cdk-users-api-local';
import { isObject } from 'cdk-users-api-local/cloudformation/template';
import { Spinner } from '../spinner.ts';
import type { Display } from './display.ts';
import { Origins } from './origins.ts';
import { Overhead } from './overhead.ts';

/** Columns for the first word of a step. */
const STEP_WIDTH = 'synthesising'.length;

type Style = Parameters<typeof styleText>[0];

/**
 * What a person at the terminal sees; coloured on a terminal that can, unless `NO_COLOR` is set.
 */
export class Terminal implements Display {
  readonly #output: NodeJS.WritableStream;
  readonly #origins = new Origins();
  readonly #overhead = new Overhead();
  readonly #spinner: Spinner;

  constructor(output: NodeJS.WritableStream = process.stdout) {
    this.#output = output;
    this.#spinner = new Spinner(output);
  }

  step(action: string, subject: string): void {
    this.#line(`${action.padEnd(STEP_WIDTH)}  ${this.#style('dim', subject)}`);
    this.#spinner.spin(action);
  }

  started(stack: LocalStack, data: string, milliseconds: number, example?: string): void {
    this.idle();
    const routes = stack.routes.map(({ key, functionName }) => {
      const [method = '', path = ''] = key.split(' ');
      return { route: `${method.padEnd(6)} ${path}`, name: shortName(functionName) };
    });
    const width = Math.max(0, ...routes.map(({ route }) => route.length));
    this.#line(`\n${stack.name}, data in ${data}\n`);
    for (const { route, name } of routes) {
      this.#line(`  ${route.padEnd(width)}  ${this.#style('dim', name)}`);
    }
    if (example !== undefined) this.#line(`\nTry\n\n  ${example}\n`);
    this.#line(`started in ${(milliseconds / 1000).toFixed(1)} s`);
    if (stack.secureUrl !== undefined) this.#line(`also at ${stack.secureUrl}`);
    this.#line(`ready ${stack.url}`);
  }

  changed(files: readonly string[]): void {
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    this.step('reloading', `${files[0]}${more}`);
  }

  reloaded(milliseconds: number, functions?: readonly string[]): void {
    this.idle();
    const what = functions === undefined ? '' : ` ${functions.map(shortName).join(', ')}`;
    this.#line(`reloaded${what} in ${(milliseconds / 1000).toFixed(1)} s`);
  }

  notReloaded(message: string, details: string | undefined): void {
    this.idle();
    if (details) this.#line(`${details}\n`);
    this.#line(`${this.#style('red', 'error:')} ${message}; the stack goes on as it was`);
  }

  idle(): void {
    this.#spinner.stop();
  }

  stopped(): void {
    const { requests, overhead } = this.#overhead.measured ?? {};
    if (overhead !== undefined) {
      const each = `${overhead.toFixed(1)} ms of a request (median of ${requests})`;
      this.#line(`${each} were this stack's own, beside the handler of the function`);
    }
    this.#line('stopped');
  }

  request(request: CompletedRequest): void {
    this.#overhead.add(request);
    const { method, path, status, milliseconds } = request;
    const colour = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
    const time = `${milliseconds.toFixed(0)} ms`;
    this.#line(
      `${method} ${path} ${this.#style(colour, String(status))} ${this.#style('dim', time)}`,
    );
  }

  refusal(refusal: OriginRefusal): void {
    const line = this.#origins.tell(refusal);
    if (line !== undefined) this.warning(line);
  }

  /** The user of the event; never the detail itself, which can hold a token. */
  event(event: EventEnvelope): void {
    const user = event.detail.user;
    const { id = '', email = '' } = isObject(user) ? user : {};
    const line = `${this.#style('cyan', `event ${event['detail-type']}`)} ${id} ${email}`;
    this.#line(line.trimEnd());
  }

  output(functionName: string, line: string): void {
    this.#line(`${this.#style('magenta', shortName(functionName))} | ${line}`);
  }

  /** The whole mail: its reader has no other mailbox here. */
  mail({ to, subject, text }: Mail): void {
    this.#line(`${this.#style('cyan', `mail to ${to.join(', ')}`)} ${subject}`);
    for (const line of text.split('\n')) this.#line(`  | ${line}`);
  }

  failure(functionName: string, { errorType, errorMessage }: FunctionError): void {
    const text = `${shortName(functionName)} failed: ${errorType}: ${errorMessage}`;
    this.#line(this.#style('red', text));
  }

  warning(message: string): void {
    this.#line(this.#style('yellow', `warning: ${message}`));
  }

  #style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#output });
  }

  #line(text: string): void {
    this.#spinner.line(text);
  }
}

/** A logical id without the eight digits that CDK appends. */
function shortName(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

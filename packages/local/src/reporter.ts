import type { EventEnvelope } from './event-bus/envelope.ts';
import type { OriginRefusal } from './gateway/origin-refusal.ts';
import type { FunctionError } from './lambda/invocation.ts';

/** Where a running stack says what happens; every method is optional. */
export interface Reporter {
  /** A step of the start begins: what is done, such as `synthesising`, and to what. */
  step?(action: string, subject: string): void;
  request?(request: CompletedRequest): void;
  /** A page of a browser did not get what it asked for, because of its origin. */
  refusal?(refusal: OriginRefusal): void;
  /** The bus accepted an event. */
  event?(event: EventEnvelope): void;
  /** A function that subscribes to a bus wrote a line. */
  output?(functionName: string, line: string): void;
  /** A function sent a mail, which goes no further. */
  mail?(mail: Mail): void;
  /** An invocation failed. */
  failure?(functionName: string, error: FunctionError): void;
  warning?(message: string): void;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface CompletedRequest {
  readonly method: string;
  /** Without the query string, which can carry secrets. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Of these, what the handler of a function took: the others are those of this runtime, which AWS doesn't have. */
  readonly handled?: number;
}

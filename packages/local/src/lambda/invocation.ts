/** What Lambda says of a failed invocation. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The outcome of one invocation; `payload` is JSON, as the function returned it. */
export type InvocationResult = (
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: FunctionError }
) & {
  /** That the handler took by itself, where somebody looked. */
  readonly milliseconds?: number;
};

/** What a thread needs to know to become a function. */
export interface BootstrapData {
  readonly directory: string;
  /** `file.export`, as in the function's configuration. */
  readonly handler: string;
}

/** From us to the thread. */
export interface InvocationMessage {
  readonly payload: string;
  readonly traceId: string;
  readonly context: InvocationContext;
}

/** The plain part of Lambda's context object. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly xRayTraceId: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** From the thread to us: `ready` once the handler is loaded, then one outcome per invocation. */
export type BootstrapMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'outcome'; readonly result: InvocationResult };

/** Runs the synthesised stack of a CDK app on this machine. */
export { LocalError, type LocalErrorCode } from './errors.ts';
export type { EventEnvelope } from './event-bus/envelope.ts';
export type { OriginRefusal } from './gateway/origin-refusal.ts';
export type { FunctionError } from './lambda/invocation.ts';
export type { LocalStackOptions } from './options.ts';
export type { CompletedRequest, Mail, Reporter } from './reporter.ts';
export { type LocalStack, type Reloaded, type ReloadOptions, startLocalStack } from './stack.ts';

/** Runs the synthesised stack of a CDK app on this machine. */
export { LocalError, type LocalErrorCode } from './errors.ts';
export type { LocalStackOptions } from './options.ts';
export type { CompletedRequest, Mail, Reporter } from './reporter.ts';
export { type LocalStack, startLocalStack } from './stack.ts';

import { randomBytes } from 'node:crypto';

/**
 * A new trace of X-Ray, which nobody keeps: the AWS SDK sends it with every call of the invocation, and that
 * tells which calls belong to one request.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
}

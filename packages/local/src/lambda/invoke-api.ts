import { randomUUID } from 'node:crypto';
import { REQUEST_TOO_LARGE } from './function.ts';
import type { FunctionDirectory } from './function-directory.ts';

export interface InvokeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** The function that a request to Lambda's Invoke API names; undefined for any other path. */
export function invokedFunction(pathname: string): string | undefined {
  const name = PATH.exec(pathname)?.[1];
  if (name === undefined) return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    // No function has such a name.
    return name;
  }
}

/**
 * Lambda's Invoke, so that an AWS SDK's `LambdaClient` can call a function of the stack.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function invoke(
  functions: FunctionDirectory,
  name: string,
  invocationType: string | undefined,
  payload: Buffer,
): Promise<InvokeResponse> {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
  const called = functions.find(name);
  if (called === undefined) {
    return refuse(404, 'ResourceNotFoundException', `Function not found: ${name}`, headers);
  }
  let event: unknown;
  try {
    event = payload.length === 0 ? {} : JSON.parse(payload.toString('utf8'));
  } catch {
    return refuse(
      400,
      'InvalidRequestContentException',
      'Could not parse payload as JSON',
      headers,
    );
  }
  if (invocationType === 'DryRun') return { status: 204, headers, body: '' };
  if (invocationType === 'Event') {
    void called.invoke(event);
    return { status: 202, headers, body: '' };
  }
  const result = await called.invoke(event);
  if (result === REQUEST_TOO_LARGE) {
    const { errorType, errorMessage } = REQUEST_TOO_LARGE.error;
    return refuse(413, errorType, errorMessage, headers);
  }
  const executed = { ...headers, 'x-amz-executed-version': '$LATEST' };
  return result.ok
    ? { status: 200, headers: executed, body: result.payload }
    : {
        status: 200,
        headers: { ...executed, 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify(result.error),
      };
}

function refuse(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string>,
): InvokeResponse {
  return {
    status,
    headers: { ...headers, 'x-amzn-errortype': code },
    body: JSON.stringify({ Type: 'User', Message: message }),
  };
}

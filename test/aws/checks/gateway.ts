import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { Context } from '../check.ts';
import { systemOf } from '../deployment.ts';
import { enforced, type Finding, type Findings } from '../finding.ts';

/** More than API Gateway takes of a request line and headers, and than Lambda takes of a request. */
const LONG_HEADER = 12_000;
const LARGE_BODY = 7_000_000;

/** What API Gateway does by itself, before and after the functions. */
export async function checkGateway(context: Context): Promise<Findings> {
  const { stacks, isAws } = context;
  const { url } = await systemOf(context, stacks.main);
  const json = { 'content-type': 'application/json' };
  const status = async (path: string, init?: RequestInit): Promise<string> => {
    const response = await fetch(`${url}${path}`, init);
    return `${response.status} ${(await response.text()).slice(0, 80)}`;
  };
  const is = (expected: RegExp, seen: string): Finding =>
    enforced(isAws, expected.test(seen), seen);

  const challenge = (await fetch(`${url}/me`)).headers.get('www-authenticate') ?? 'no such header';
  const long = { 'x-long': 'x'.repeat(LONG_HEADER) };
  const large = { method: 'POST', headers: json, body: 'x'.repeat(LARGE_BODY) };
  return {
    'www-authenticate': is(/^Bearer/, challenge),
    'trailing-slash': is(/^401 /, await status('/me/')),
    head: is(/^404 /, await status('/me', { method: 'HEAD' })),
    'empty-post': is(/^422 /, await status('/register', { method: 'POST' })),
    'long-headers': is(/^(400|413|431|494) /, await status('/me', { headers: long })),
    'large-body': is(/^413 /, await status('/register', large)),
    'throttled-function': is(/^503 /, await throttled(context, () => status('/me'))),
  };
}

/** What a request gets whose function may run nowhere, as soon as that is in force. */
async function throttled(
  { place, stacks }: Context,
  request: () => Promise<string>,
): Promise<string> {
  const lambda = new LambdaClient(place.clientConfig);
  const FunctionName = await stacks.main.resource('UsersGetMe');
  const none = { FunctionName, ReservedConcurrentExecutions: 0 };
  await lambda.send(new PutFunctionConcurrencyCommand(none));
  try {
    return await eventually(async () => {
      const seen = await request();
      return seen.startsWith('401') ? undefined : seen;
    }, 'a throttled request');
  } finally {
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach } from '@jest/globals';
import { Buckets } from 'cdk-users-api-local/s3/buckets';
import { answerS3 } from 'cdk-users-api-local/s3/operations';
import { documentedS3Record } from 'cdk-users-api-local/test/documented-s3-record';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { runCommand } from './run-command.ts';

interface Event {
  readonly Records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[];
  readonly redrive?: boolean;
}

/** What the relay answers: an error is what the function throws. */
type Relay = (event: Event) => unknown;

export const OUTPUTS = {
  UsersRelayFunctionName0A1B2C3D: 'relay',
  UsersUndeliveredEventsBucketName4E5F6A7B: 'failures',
};

const S3 = '/_local/s3';

/** A local stack with the real S3 of the local runtime, whose relay answers as it is told. */
export async function startUndeliveredStack({ outputs = OUTPUTS as object } = {}) {
  const buckets = new Buckets(['failures', 'others'], temporaryDirectory());
  const bucket = buckets.find('failures');
  if (bucket === undefined) throw new Error('there is no bucket');
  const calls: Event[] = [];
  const refused: string[] = [];
  let relay: Relay = () => ({ batchItemFailures: [], failures: [] });
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await buffer(request);
    if (url === '/_local/stack') return response.end(JSON.stringify({ outputs }));
    if (refused.includes(method)) {
      response.writeHead(403, { 'content-type': 'application/xml' });
      return response.end(
        '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      );
    }
    if (url.startsWith(S3)) {
      const answer = answerS3(buckets, { method, url: url.slice(S3.length), headers, body });
      return response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
    }
    if (url !== '/2015-03-31/functions/relay/invocations') return response.writeHead(404).end('{}');
    const event: Event = JSON.parse(body.toString('utf8'));
    calls.push(event);
    const answer = await relay(event);
    if (!(answer instanceof Error)) return response.end(JSON.stringify(answer));
    response.setHeader('x-amz-function-error', 'Unhandled');
    return response.end(JSON.stringify({ errorMessage: answer.message }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    calls,
    /** Sequence numbers of the records of all calls. */
    delivered: () =>
      calls.map(({ Records }) => Records.map(({ dynamodb }) => dynamodb.SequenceNumber)),
    answers(next: Relay) {
      relay = next;
    },
    /** HTTP methods that S3 refuses from now on. */
    refuse: (...methods: string[]) => refused.push(...methods),
    put: (key: string, content: object | string) =>
      bucket.put(
        key,
        Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
        {},
      ),
    keys: () => bucket.list().map(({ key }) => key),
    read: (key: string) => JSON.parse(bucket.content(key).toString('utf8')),
    stop: () => server.close(),
  };
}

export type UndeliveredStack = Awaited<ReturnType<typeof startUndeliveredStack>>;

/** `startUndeliveredStack` for the file that this is called in: each stack is stopped after the test that started it. */
export function startingUndeliveredStacks(): typeof startUndeliveredStack {
  const stacks: UndeliveredStack[] = [];
  afterEach(() => {
    for (const stack of stacks.splice(0)) stack.stop();
  });
  afterAll(removeTemporaryDirectories);
  return async (options) => {
    const stack = await startUndeliveredStack(options);
    stacks.push(stack);
    return stack;
  };
}

/** Runs `redrive` for a stack. */
export const redrive = ({ url }: UndeliveredStack, ...options: string[]) =>
  runCommand(['redrive', '--url', url, ...options]);

/** A record of a stream, as Lambda has it. */
export function streamRecord(sequence: string, type = 'after-update', more: object = {}) {
  return {
    eventName: 'MODIFY',
    dynamodb: {
      SequenceNumber: sequence,
      Keys: { pk: { S: 'USER#1' }, sk: { S: 'PROFILE' } },
      NewImage: {
        email: { S: 'ada@example.com' },
        password_hash: { S: '$argon2id$secret' },
        event: { M: { type: { S: type } } },
        ...more,
      },
    },
  };
}

/** An object as AWS documents it, of another time. */
export function given(
  at: string,
  records: readonly object[],
  condition = 'RetryAttemptsExhausted',
) {
  const object = documentedS3Record(records);
  return {
    ...object,
    requestContext: { ...object.requestContext, condition },
    DDBStreamBatchInfo: {
      ...object.DDBStreamBatchInfo,
      approximateArrivalOfFirstRecord: at,
      approximateArrivalOfLastRecord: at,
      batchSize: records.length,
    },
  };
}

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { LambdaFunction } from '../lambda/function.ts';
import type { FunctionDirectory } from '../lambda/function-directory.ts';
import type { SynthesizedStack } from './assembly.ts';
import type { StackScope } from './stack-scope.ts';
import type { JsonObject } from './template.ts';

/** What a function answers CloudFormation. */
interface Answer {
  readonly Status?: string;
  readonly Reason?: string;
}

/**
 * Creates the custom resources that functions of the stack are for, as CloudFormation does while it deploys
 * a new stack: with every start, since nothing here tells a first deployment from another. Those of other
 * functions stand for something in AWS, which is not here.
 *
 * @param warn what a function answers that failed; the stack runs without what it would have made
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requests.html
 */
export async function createCustomResources(
  { template, name }: Pick<SynthesizedStack, 'template' | 'name'>,
  scope: StackScope,
  functions: FunctionDirectory,
  warn: (message: string) => void,
): Promise<void> {
  const resources = Object.entries(template.Resources ?? {}).flatMap(
    ([LogicalResourceId, { Type: ResourceType, Properties: { ServiceToken, ...own } = {} }]) => {
      if (!isCustom(ResourceType) || ServiceToken === undefined) return [];
      const provider = functions.find(String(scope.resolve(ServiceToken)));
      if (provider === undefined) return [];
      const ResourceProperties = { ServiceToken, ...scope.properties(own) };
      return [{ provider, event: { LogicalResourceId, ResourceType, ResourceProperties } }];
    },
  );
  for (const { provider, event } of resources) {
    const { Status, Reason = 'it gave no reason' } = await create(provider, {
      RequestType: 'Create',
      RequestId: randomUUID(),
      StackId: `arn:aws:cloudformation:us-east-1:000000000000:stack/${name}/local`,
      ...event,
    });
    if (Status !== 'SUCCESS') warn(`${event.LogicalResourceId} was not made: ${Reason}`);
  }
}

function isCustom(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');
}

/** Calls the function, and takes what it sends to the URL that the event names. */
async function create(provider: LambdaFunction, event: JsonObject): Promise<Answer> {
  let answer: Answer = { Reason: 'its function sent no answer; see its log' };
  const path = `/${randomUUID()}`;
  const server = createServer(async (request, response) => {
    const isAnswer = request.method === 'PUT' && request.url === path;
    if (isAnswer) answer = (await json(request)) as Answer;
    response.writeHead(isAnswer ? 200 : 403).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await provider.invoke({ ...event, ResponseURL: `http://127.0.0.1:${port}${path}` });
    return answer;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../src/cloudformation/template.ts';
import { StartedStacks } from './support/started-stacks.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const { start, template } = new StartedStacks();

describe('a stack does not start', () => {
  test.each<[string, JsonObject, string]>([
    [
      'with a route that leads to no function',
      {
        WriterIntegration: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://example.com' },
        },
      },
      'route POST /write does not lead to a Node.js function of the stack, which is all that runs here',
    ],
    [
      'with an authorization that is not a Lambda function',
      {
        WriteRoute: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { RouteKey: 'POST /write', AuthorizationType: 'JWT' },
        },
      },
      'route POST /write has an authorization of type JWT that is not an authorizer of the stack, which is all that runs here',
    ],
    [
      'with a rule whose pattern it cannot follow',
      {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { EventPattern: { source: [{ cidr: '10.0.0.0/8' }] } },
        },
      },
      'the event pattern of rule Rule uses {"cidr":"10.0.0.0/8"}',
    ],
    [
      'with a stream of something else',
      {
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: 'arn:aws:sqs:::queue', FunctionName: { Ref: 'Relay' } },
        },
      },
      "event source mapping Mapping does not join a table's stream and a Node.js function of the stack",
    ],
    [
      'with code that is not in the assembly',
      {
        Writer: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            Code: { S3Bucket: 'b', S3Key: 'elsewhere.zip' },
          },
        },
      },
      'the code of function Writer is neither inline nor a folder of the cloud assembly',
    ],
  ])('%s', async (_, resources, message) => {
    await expect(start({}, resources)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining(message),
    });
  });

  test('with an integration whose role may not call the function behind it', async () => {
    const { Properties, Type = '' } = template.Resources?.WriterIntegration ?? {};
    const CredentialsArn = { 'Fn::GetAtt': ['Role', 'Arn'] };
    const changed = { WriterIntegration: { Type, Properties: { ...Properties, CredentialsArn } } };
    await expect(start({}, changed)).rejects.toMatchObject({
      code: 'INVALID_TEMPLATE',
      message: expect.stringMatching(
        /^route POST \/write has the role Role, which API Gateway may not/,
      ),
    });
  });

  test('beside another one on the same data, and does after that one has stopped', async () => {
    const data = temporaryDirectory();
    const first = await start({ data });
    await expect(start({ data })).rejects.toMatchObject({ code: 'DATA_IN_USE' });
    await first.stop();
    await start({ data });
  });

  test('on a taken port, and leaves its data to the next', async () => {
    const first = await start();
    const data = temporaryDirectory();
    await expect(start({ data, port: first.port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    await start({ data });
  });

  test('on the data of another schema, unless it starts fresh', async () => {
    const data = temporaryDirectory();
    await (await start({ data })).stop();
    const table = { ...template.Resources?.Table, Type: 'AWS::DynamoDB::GlobalTable' };
    const changed = {
      Table: {
        ...table,
        Properties: { ...table.Properties, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
      },
    };
    await expect(start({ data }, changed)).rejects.toMatchObject({ code: 'TABLE_DIFFERS' });
    await start({ data, fresh: true }, changed);
  });

  test('without an engine where there should be one', async () => {
    await expect(start({ dynamodbEndpoint: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: 'no DynamoDB engine answers at http://127.0.0.1:9',
    });
  });
});

import type { Json, Template } from '../../src/cloudformation/template.ts';

/** Writes an item for each request; 202. */
const WRITER = `
  const { createRequire } = await import('node:module');
  const require = createRequire(process.env.PACKAGES);
  const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({});
  export const handler = async (event) => {
    const id = event.requestContext?.requestId ?? event.id;
    const Item = { pk: { S: id }, sk: { S: event.rawPath === '/quiet' ? 'QUIET' : 'PROFILE' } };
    await client.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item }));
    return { statusCode: 202, body: id };
  };`;

/** Publishes an event for each record of the stream. */
const RELAY = `
  const { createRequire } = await import('node:module');
  const require = createRequire(process.env.PACKAGES);
  const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
  const client = new EventBridgeClient({});
  export const handler = async ({ Records }) => {
    const Entries = Records.map(({ dynamodb }) => ({
      EventBusName: process.env.EVENT_BUS_NAME,
      Source: 'fixture',
      DetailType: 'after-write',
      Detail: JSON.stringify({ user: { id: dynamodb.Keys.pk.S }, token: 'top-secret' }),
    }));
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount > 0) throw new Error('refused');
    return { batchItemFailures: [] };
  };`;

/** Answers with the value of the stack's secret and the environment it sees. */
const READER = `
  const { createRequire } = await import('node:module');
  const require = createRequire(process.env.PACKAGES);
  const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({});
  export const handler = async ({ pathParameters }) => {
    if (pathParameters?.what === 'environment') return process.env;
    if (pathParameters?.what === 'failure') throw new TypeError('as told');
    const SecretId = process.env.SECRET_ARN;
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  };`;

export const BUNDLES = { writer: WRITER, relay: RELAY, reader: READER };

const SUBSCRIBER =
  'exports.handler = async ({ detail }) => console.log(`User ${detail.user.id} has written.`);';

const code = (hash: string): Json => ({ S3Bucket: 'assets', S3Key: `${hash}.zip` });

const lambda = (Code: Json, Variables: Json = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code,
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 10,
    MemorySize: 256,
    Environment: { Variables },
  },
});

const integration = (logicalId: string) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': [logicalId, 'Arn'] },
    PayloadFormatVersion: '2.0',
  },
});

const route = (RouteKey: string, integrationId: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey,
    AuthorizationType: 'NONE',
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: integrationId }]] },
  },
});

/**
 * A stack with one of everything: routes, a table with its stream, a relay, a bus, a rule, a
 * subscriber and a secret.
 */
export function fixtureTemplate(): Template {
  // From here the functions can `require` the AWS SDK.
  const PACKAGES = import.meta.filename;
  return {
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: ['pk', 'sk'].map((name) => ({
            AttributeName: name,
            AttributeType: 'S',
          })),
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        },
      },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'fixture-bus' } },
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { GenerateSecretString: { PasswordLength: 64 } },
      },
      Writer: lambda(code('writer'), { PACKAGES, TABLE_NAME: { Ref: 'Table' } }),
      Relay: lambda(code('relay'), { PACKAGES, EVENT_BUS_NAME: { Ref: 'Bus' } }),
      Reader: lambda(code('reader'), { PACKAGES, SECRET_ARN: { Ref: 'Secret' } }),
      Subscriber: lambda({ ZipFile: SUBSCRIBER }),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          FunctionName: { Ref: 'Relay' },
          BatchSize: 10,
          StartingPosition: 'TRIM_HORIZON',
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          FilterCriteria: {
            Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":["PROFILE"]}}}}' }],
          },
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: { Ref: 'Bus' },
          EventPattern: { source: ['fixture'] },
          State: 'ENABLED',
          Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Subscriber', 'Arn'] } }],
        },
      },
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'Api', ProtocolType: 'HTTP' },
      },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
      },
      WriterIntegration: integration('Writer'),
      ReaderIntegration: integration('Reader'),
      WriteRoute: route('POST /write', 'WriterIntegration'),
      QuietRoute: route('POST /quiet', 'WriterIntegration'),
      ReadRoute: route('GET /read/{what}', 'ReaderIntegration'),
      Role: { Type: 'AWS::IAM::Role' },
      Bucket: { Type: 'AWS::S3::Bucket' },
    },
    Outputs: {
      Url: {
        Value: {
          'Fn::Join': [
            '',
            [
              'https://',
              { Ref: 'Api' },
              '.execute-api.',
              { Ref: 'AWS::Region' },
              '.',
              { Ref: 'AWS::URLSuffix' },
              '/write',
            ],
          ],
        },
      },
      WriterName: { Value: { Ref: 'Writer' } },
      BucketUrl: { Value: { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] } },
    },
  };
}

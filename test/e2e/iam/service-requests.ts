import { type Json, resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import type { AccessRequest } from './evaluate.ts';
import { list, object } from './json.ts';
import { arnOf, referred, type StackSource } from './stack-policies.ts';

/** A request that a service makes by a role. */
export interface ServiceRequest {
  /** Logical id of the function whose role it is, or of API Gateway's role. */
  readonly caller: string;
  readonly request: AccessRequest;
}

/**
 * All that Lambda asks for in the name of a stack's functions, and API Gateway to call them. No code of
 * theirs makes these calls, so no proxy sees them; AWS documents that they are made.
 */
export function serviceRequests(source: StackSource): ServiceRequest[] {
  return [
    ...logRequests(source),
    ...streamRequests(source),
    ...failureRequests(source),
    ...environmentRequests(source),
    ...invocations(source),
  ];
}

/**
 * API Gateway calls the function of an integration, and of an authorizer, by their role, where they have one.
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
 */
function invocations({ template, resolve }: StackSource): ServiceRequest[] {
  const integrations = resourcesOf(template, 'AWS::ApiGatewayV2::Integration')
    .map(({ properties }) => properties)
    .filter(({ IntegrationType }) => IntegrationType === 'AWS_PROXY')
    .map(({ CredentialsArn: role, IntegrationUri: uri }) => ({ role, uri }));
  const authorizers = resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer')
    .map(({ properties }) => properties)
    .filter(({ AuthorizerType }) => AuthorizerType === 'REQUEST')
    .map(({ AuthorizerCredentialsArn: role, AuthorizerUri: uri }) => ({ role, uri }));
  return [...integrations, ...authorizers].flatMap(({ role, uri }) => {
    if (role === undefined) return [];
    const [resource] = /arn:aws:lambda:[^/]+/.exec(String(resolve(uri ?? null))) ?? [];
    if (resource === undefined) throw new Error(`${JSON.stringify(uri)} is no function`);
    return [{ caller: referred(role), request: { action: 'lambda:InvokeFunction', resource } }];
  });
}

/**
 * A function's log goes to a stream of its own. The group is there already, so nobody has to create
 * it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
function logRequests({ template, resolve }: StackSource): ServiceRequest[] {
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(({ logicalId, properties }) => {
    const { LogGroup: logGroup } = object(properties.LoggingConfig);
    // The ARN of a log group ends in `:*`, which stands for its streams.
    const group = arnOf(referred(logGroup), resolve).replace(/:\*$/, '');
    return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
      caller: logicalId,
      request: { action, resource: `${group}:log-stream:2026/01/01/[$LATEST]0` },
    }));
  });
}

/**
 * An event source mapping reads the table's stream.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html
 */
function streamRequests(source: StackSource): ServiceRequest[] {
  const { template, resolve } = source;
  return mappings(template).flatMap(({ EventSourceArn, FunctionName }) => {
    const stream = String(resolve(EventSourceArn ?? null));
    const streams = `${arnOf(referred(EventSourceArn), resolve)}/stream/`;
    const reads = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((call) => ({
      action: `dynamodb:${call}`,
      resource: stream,
    }));
    return [...reads, { action: 'dynamodb:ListStreams', resource: streams }].map((request) => ({
      caller: functionNamed(FunctionName, source),
      request,
    }));
  });
}

/**
 * What a mapping gives up goes to a bucket.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
function failureRequests(source: StackSource): ServiceRequest[] {
  const { template, resolve } = source;
  return mappings(template).flatMap(({ DestinationConfig: config, FunctionName }) => {
    if (config === undefined) return [];
    const bucket = String(resolve(object(object(config).OnFailure).Destination ?? null));
    // The owner of the bucket, which is of the same stack.
    const context = { 's3:ResourceAccount': String(resolve({ Ref: 'AWS::AccountId' })) };
    const requests: AccessRequest[] = [
      { action: 's3:PutObject', resource: `${bucket}/aws/lambda/object`, context },
      { action: 's3:ListBucket', resource: bucket },
      ...bucketKeyRequests({ template, resolve }, bucket),
    ];
    return requests.map((request) => ({
      caller: functionNamed(FunctionName, source),
      request,
    }));
  });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
function bucketKeyRequests({ template, resolve }: StackSource, bucket: string): AccessRequest[] {
  return resourcesOf(template, 'AWS::S3::Bucket').flatMap(({ logicalId, properties }) => {
    if (arnOf(logicalId, resolve) !== bucket) return [];
    const { ServerSideEncryptionConfiguration: rules } = object(properties.BucketEncryption ?? {});
    const [rule = {}] = list(rules ?? []);
    const { KMSMasterKeyID: key } = object(object(rule).ServerSideEncryptionByDefault ?? {});
    if (key === undefined) return [];
    const resource = String(resolve(key));
    const context = {
      'kms:ViaService': `s3.${resource.split(':')[3]}.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': bucket,
    };
    return [{ action: 'kms:GenerateDataKey', resource, context }];
  });
}

/**
 * Variables of a function that a customer's key encrypts are decrypted before it starts.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
function environmentRequests({ template, resolve }: StackSource): ServiceRequest[] {
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(({ logicalId, properties }) => {
    const { KmsKeyArn: key } = properties;
    if (key === undefined) return [];
    const resource = String(resolve(key));
    const context = { 'kms:ViaService': `lambda.${resource.split(':')[3]}.amazonaws.com` };
    return [{ caller: logicalId, request: { action: 'kms:Decrypt', resource, context } }];
  });
}

function mappings(template: StackSource['template']) {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(
    ({ properties }) => properties,
  );
}

/** Logical id of the function that a mapping calls, by its name, which an alias can follow. */
function functionNamed(name: Json | undefined, { template, resolve }: StackSource): string {
  const [called] = String(resolve(name ?? null)).split(':');
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(
    ({ logicalId }) => resolve({ Ref: logicalId }) === called,
  );
  if (found === undefined) throw new Error(`${called} is no function of the stack`);
  return found.logicalId;
}

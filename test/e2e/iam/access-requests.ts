import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import { dynamodbRequests, type Table } from './dynamodb-requests.ts';
import type { AccessRequest } from './evaluate.ts';
import { list, object } from './json.ts';
import { keyRequests } from './key-requests.ts';

/** What the calls of a stack's functions are about. */
export interface Account {
  readonly tables: readonly Table[];
  /** ARNs of the event buses by their names. */
  readonly buses: Readonly<Record<string, string>>;
  /** ARNs of the buckets by their names, and the account that owns them. */
  readonly buckets?: Readonly<Record<string, string>>;
  readonly owner?: string;
  /** ARNs of customers' keys by the ARNs of the tables and secrets that they encrypt. */
  readonly keys?: Readonly<Record<string, string>>;
}

/**
 * What a service asks IAM for a call.
 *
 * @param target `X-Amz-Target`, such as `DynamoDB_20120810.GetItem`
 * @throws for a call that is not understood
 */
export function accessRequests(
  account: Account,
  target: string,
  input: JsonObject,
): AccessRequest[] {
  const requests = requestsOf(account, target, input);
  if (requests.length === 0) throw new Error(`call ${target} is for nothing`);
  return [...requests, ...keyRequests(account.keys ?? {}, requests)];
}

function requestsOf(account: Account, target: string, input: JsonObject) {
  const { tables, buses } = account;
  const [service, operation = ''] = target.split('.');
  if (service === 'DynamoDB_20120810') return dynamodbRequests(tables, operation, input);
  if (target === 'AWSEvents.PutEvents') return putEventsRequests(buses, input);
  if (target === 'S3.PutObject') return [putObjectRequest(account, input)];
  if (SECRET_CALLS.includes(target)) return [secretRequest(target, input)];
  throw new Error(`call ${target} is not understood`);
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
function putEventsRequests(buses: Account['buses'], { Entries }: JsonObject): AccessRequest[] {
  const names = new Set(list(Entries).map((entry) => object(entry).EventBusName));
  return [...names].map((name) => {
    const resource = buses[String(name)];
    if (resource === undefined) throw new Error(`event bus ${name} is not the stack's`);
    return { action: 'events:PutEvents', resource };
  });
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
function putObjectRequest({ buckets = {}, owner = '' }: Account, input: JsonObject): AccessRequest {
  const bucket = buckets[String(input.Bucket)];
  if (bucket === undefined) throw new Error(`bucket ${input.Bucket} is not the stack's`);
  const context = { 's3:ResourceAccount': owner };
  return { action: 's3:PutObject', resource: `${bucket}/${input.Key}`, context };
}

/** Those that are on one secret, and ask for nothing else. */
const SECRET_CALLS = ['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map(
  (operation) => `secretsmanager.${operation}`,
);

/**
 * The ARN that is asked for is the secret's own, with its random end, whatever the call said; which
 * that is where the call said less, is not known here.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 */
function secretRequest(target: string, { SecretId }: JsonObject): AccessRequest {
  const resource = String(SecretId);
  if (!/^arn:aws:secretsmanager:[^:]*:\d+:secret:.+-[A-Za-z0-9]{6}$/.test(resource)) {
    throw new Error(`secret ${resource} is not understood: expected a whole ARN`);
  }
  return { action: target.replace('.', ':'), resource };
}

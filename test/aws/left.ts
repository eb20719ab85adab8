import { CloudFormationClient, paginateListStacks } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { paginateListSecrets, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsClientConfig } from '../deploy/support/place.ts';
import { STACKS, TAG } from './stacks.ts';

/** What all names that CloudFormation makes for the stacks begin with, in one case or the other. */
const PREFIX = STACKS.main;

const isOurs = (name = '') => name.toLowerCase().includes(PREFIX.toLowerCase());

/**
 * What is left of a run, a line for each: by the names of what can outlive a stack, log groups that Lambda made by
 * itself included, and by the tag of the run.
 */
export async function whatIsLeft(config: AwsClientConfig, run: string): Promise<string[]> {
  const found = await Promise.all([
    stacks(config),
    tables(config),
    logGroups(config),
    buckets(config),
    roles(config),
    functions(config),
    queues(config),
    secrets(config, run),
    tagged(config, run),
  ]);
  return [...new Set(found.flat())];
}

async function namesIn<Page>(
  pages: AsyncIterable<Page>,
  names: (page: Page) => readonly (string | undefined)[] | undefined,
): Promise<string[]> {
  const all: string[] = [];
  for await (const page of pages) all.push(...(names(page) ?? []).map(String));
  return all;
}

const ours = (kind: string, names: readonly string[]) =>
  names.filter(isOurs).map((name) => `${kind} ${name}`);

async function stacks(config: AwsClientConfig): Promise<string[]> {
  const client = new CloudFormationClient(config);
  const there = await namesIn(paginateListStacks({ client }, {}), ({ StackSummaries }) =>
    StackSummaries?.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(
      ({ StackName }) => StackName,
    ),
  );
  return ours('stack', there);
}

async function tables(config: AwsClientConfig): Promise<string[]> {
  const client = new DynamoDBClient(config);
  return ours(
    'table',
    await namesIn(paginateListTables({ client }, {}), (page) => page.TableNames),
  );
}

async function logGroups(config: AwsClientConfig): Promise<string[]> {
  const client = new CloudWatchLogsClient(config);
  const pages = paginateDescribeLogGroups({ client }, { logGroupNamePattern: PREFIX });
  const names = await namesIn(pages, ({ logGroups: groups }) =>
    groups?.map(({ logGroupName }) => logGroupName),
  );
  return ours('log group', names);
}

async function buckets(config: AwsClientConfig): Promise<string[]> {
  const { Buckets = [] } = await new S3Client(config).send(new ListBucketsCommand({}));
  return ours(
    'bucket',
    Buckets.map(({ Name }) => String(Name)),
  );
}

async function roles(config: AwsClientConfig): Promise<string[]> {
  const client = new IAMClient(config);
  const pages = paginateListRoles({ client }, {});
  return ours('role', await namesIn(pages, ({ Roles }) => Roles?.map(({ RoleName }) => RoleName)));
}

async function functions(config: AwsClientConfig): Promise<string[]> {
  const client = new LambdaClient(config);
  const pages = paginateListFunctions({ client }, {});
  return ours(
    'function',
    await namesIn(pages, ({ Functions }) => Functions?.map(({ FunctionName }) => FunctionName)),
  );
}

async function queues(config: AwsClientConfig): Promise<string[]> {
  const client = new SQSClient(config);
  return ours('queue', await namesIn(paginateListQueues({ client }, {}), (page) => page.QueueUrls));
}

/** Their names have nothing of the stack. */
async function secrets(config: AwsClientConfig, run: string): Promise<string[]> {
  const client = new SecretsManagerClient(config);
  const names = await namesIn(paginateListSecrets({ client }, {}), ({ SecretList }) =>
    SecretList?.filter(
      ({ DeletedDate, Tags = [] }) =>
        DeletedDate === undefined && Tags.some(({ Key, Value }) => Key === TAG && Value === run),
    ).map(({ Name }) => Name),
  );
  return names.map((name) => `secret ${name}`);
}

async function tagged(config: AwsClientConfig, run: string): Promise<string[]> {
  const client = new ResourceGroupsTaggingAPIClient(config);
  const pages = paginateGetResources({ client }, { TagFilters: [{ Key: TAG, Values: [run] }] });
  return namesIn(pages, ({ ResourceTagMappingList }) =>
    ResourceTagMappingList?.map(({ ResourceARN }) => `tagged ${ResourceARN}`),
  );
}

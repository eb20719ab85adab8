import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { DeployedStack } from '../../deploy/support/stack.ts';
import type { Table } from '../../e2e/iam/dynamodb-requests.ts';
import type { Context } from '../check.ts';
import { CLAIMS } from '../claims/index.ts';
import { enforced, type Finding, type Findings } from '../finding.ts';
import { type Answer, askerOf } from '../policies/ask.ts';
import type { Probe } from '../policies/probe.ts';
import { MARK, serviceProbes } from '../policies/service-probes.ts';
import { tableProbes } from '../policies/table-probes.ts';
import {
  type Policies,
  policiesOf,
  rolesOf,
  statementsOf,
  type Twin,
  twinOf,
} from '../policies/twins.ts';
import { assumed } from './assumed.ts';

/** A probe, and what came of it. */
interface Asked extends Pick<Probe, 'claims' | 'operation' | 'wanted'> {
  readonly role: string;
  readonly answer: Answer;
}

/** Milliseconds in which the rights of a new role are in force everywhere. */
const PROPAGATION = 90_000;
const AT_ONCE = 6;

/** Asks with a second role what the role of each function may do, and what it may not. */
export async function checkPolicies(context: Context): Promise<Findings> {
  const { main, refresh, oauth } = context.stacks;
  const asked: Asked[] = [];
  const untried = new Set<string>();
  const shapes = new Set<string>();
  for (const [name, stack] of Object.entries({ main, refresh, oauth })) {
    const things = await thingsOf(context, stack);
    const roles = await rolesOf(stack);
    await inTurns(roles, async (role, index) => {
      const policies = await policiesOf(context.place.clientConfig, role);
      // An emulator answers for each by the same code; AWS is asked for every role.
      if (!context.isAws && isKnown(shapes, policies)) return;
      const twin = await twinOf(context, { role, policies, number: `${name}-${index}` });
      try {
        asked.push(...(await ask(context, twin, things, untried)));
      } finally {
        await twin.remove();
      }
    });
    await removeMarks(context, stack);
  }
  if (untried.size > 0) context.say(`  not tried: ${[...untried].join(', ')}`);
  return { ...findingsOf(asked, context.isAws), ...(await mappings(context, asked)) };
}

/** Whether there was a policy with the same statements on other things, which this remembers. */
function isKnown(shapes: Set<string>, policies: Policies): boolean {
  const shape = JSON.stringify(statementsOf(policies).map(({ resources: _, ...rest }) => rest));
  const known = shapes.has(shape);
  shapes.add(shape);
  return known;
}

interface Things {
  readonly table: Table;
  readonly secrets: readonly string[];
}

async function thingsOf({ place }: Context, stack: DeployedStack): Promise<Things> {
  const name = await stack.resource('UsersTable');
  const { Table } = await new DynamoDBClient(place.clientConfig).send(
    new DescribeTableCommand({ TableName: name }),
  );
  const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema }) => [
    IndexName,
    KeySchema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName,
  ]);
  const secrets = await stack.resources('AWS::SecretsManager::Secret');
  const table = { name, arn: String(Table?.TableArn), partitionKey: 'pk' };
  return {
    table: { ...table, indexes: Object.fromEntries(indexes) },
    secrets: [...secrets.values()],
  };
}

async function ask(
  { place, isAws }: Context,
  { arn, of: role, statements }: Twin,
  { table, secrets }: Things,
  untried: Set<string>,
): Promise<Asked[]> {
  const others = serviceProbes(
    statements.filter(({ actions }) => !actions.some(isOfItems)),
    secrets,
  );
  for (const action of others.untried) untried.add(action);
  const answer = askerOf(await assumedAtLast(place.clientConfig, arn, isAws));
  const asked: Asked[] = [];
  for (const probe of [...tableProbes(statements, table), ...others.probes]) {
    const { claims, operation, wanted } = probe;
    const seen = () => answer(probe);
    const isLate = isAws && wanted === 'allowed';
    asked.push({
      ...{ role, claims, operation, wanted },
      answer: isLate ? await allowedAtLast(seen) : await seen(),
    });
  }
  return asked;
}

const isOfItems = (action: string) =>
  /^dynamodb:(GetItem|BatchGetItem|Query|PutItem|UpdateItem|DeleteItem|ConditionCheckItem)$/.test(
    action,
  );

/** A new role can be assumed a few seconds later in AWS. */
async function assumedAtLast(
  config: Parameters<typeof assumed>[0],
  arn: string,
  isAws: boolean,
): ReturnType<typeof assumed> {
  if (!isAws) return assumed(config, arn);
  const attempt = () => assumed(config, arn).catch(() => undefined);
  return eventually(attempt, 'credentials of a new role', PROPAGATION);
}

async function allowedAtLast(seen: () => Promise<Answer>): Promise<Answer> {
  let last: Answer = 'refused';
  const isAllowed = async () => {
    last = await seen();
    return last !== 'refused' || undefined;
  };
  await eventually(isAllowed, 'an allowed call', PROPAGATION).catch(() => undefined);
  return last;
}

/** A finding for each claim, over all roles. */
export function findingsOf(asked: readonly Asked[], isAws: boolean): Findings {
  const own = CLAIMS.filter(({ check }) => check === 'policies').map(({ id }) => id);
  return Object.fromEntries(
    own.map((id) => {
      const about = asked.filter(({ claims }) => claims.includes(id));
      return [id, findingOf(about, isAws)] as const;
    }),
  );
}

/** How many faults are said. */
const NAMED = 3;

function findingOf(about: readonly Asked[], isAws: boolean): Finding {
  if (about.length === 0) return { result: 'not reached', seen: 'no call was made for it' };
  const faults = about.filter(({ answer, wanted }) => answer !== wanted);
  const roles = new Set(about.map(({ role }) => role)).size;
  const counted = `${about.length - faults.length} of ${about.length} calls of ${roles} roles`;
  const named = faults.slice(0, NAMED).map(({ role, operation, answer }) => {
    const said = typeof answer === 'string' ? answer : answer.unclear;
    return `${operation} of ${role}: ${said}`;
  });
  return enforced(isAws, faults.length === 0, [counted, ...named].join('; '));
}

/** The relay's stream, which Lambda reads in its name. */
async function mappings({ place, stacks, isAws }: Context, asked: readonly Asked[]) {
  const lambda = new LambdaClient(place.clientConfig);
  const FunctionName = await stacks.main.resource('UsersRelay');
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const states = EventSourceMappings.map(({ State }) => State).join(', ');
  const calls = findingOf(
    asked.filter(({ claims }) => claims.includes('stream-of-relay')),
    isAws,
  );
  const isFine = calls.result === 'pass' && states === 'Enabled';
  return { 'stream-of-relay': enforced(isAws, isFine, `${calls.seen}; mapping ${states}`) };
}

/** What lies in the bucket of undelivered events is an undelivered event to everybody else. */
async function removeMarks({ place }: Context, stack: DeployedStack): Promise<void> {
  const forcePathStyle = place.endpoint !== undefined;
  const s3 = new S3Client({ ...place.clientConfig, forcePathStyle });
  for (const Bucket of (await stack.resources('AWS::S3::Bucket')).values()) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: MARK }));
  }
}

/** Does something with each, a few at a time. */
async function inTurns<T>(
  all: readonly T[],
  act: (each: T, index: number) => Promise<void>,
): Promise<void> {
  const left = [...all.entries()];
  const next = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one[1], one[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

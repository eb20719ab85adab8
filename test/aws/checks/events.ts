import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { marshall } from '@aws-sdk/util-dynamodb';
import { DOCUMENTED_KEY, documentedS3Record } from 'cdk-users-api-local/test/documented-s3-record';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { SET_ASIDE, SET_ASIDE_PREFIX } from '../../../lib/contract/undelivered.ts';
import type { AwsClientConfig } from '../../deploy/support/place.ts';
import { Client } from '../../e2e/support/client.ts';
import { redrive } from '../../e2e/support/command.ts';
import { Bucket } from '../bucket.ts';
import type { Context } from '../check.ts';
import { systemOf } from '../deployment.ts';
import { differs, enforced, type Finding, type Findings, pass } from '../finding.ts';
import { setVariables } from '../functions.ts';

/** Milliseconds in which a record is to lie in the bucket. */
const SET_ASIDE_MS = 120_000;
const GIVEN_UP_MS = 360_000;
/** The same where Lambda is known to keep nothing. */
const AT_ONCE_MS = 1_000;

/** The relay has its bus by this variable. */
const BUS_VARIABLE = 'EVENT_BUS_NAME';
/** Tries of a record, until it is too old. */
const UNLIMITED = -1;

/** Where Lambda puts what it gives up. */
const GIVEN_UP_PREFIX = 'aws/lambda/';

/** A record that can never be published, one that Lambda gives up, and what delivers the latter. */
export async function checkEvents(context: Context): Promise<Findings> {
  const bucket = new Bucket(
    context.place.clientConfig,
    await context.stacks.main.output('UndeliveredEventsBucketName'),
  );
  const client = new Client(await systemOf(context, context.stacks.main));
  return {
    'undelivered-record': await setAside(client, bucket),
    ...(await givenUp(context, client, bucket)),
  };
}

/** An event without a time, as an import might leave it; then one of another user. */
async function setAside(client: Client, bucket: Bucket): Promise<Finding> {
  const user = await client.register();
  const profile = ({ pk, sk }: Record<string, unknown>) =>
    pk === `USER#${user.id}` && sk === 'PROFILE';
  await client.system.items.change(profile, { event: { id: 'poison', type: 'after-update' } });
  const began = Date.now();
  const [key, record] = await bucket.holding(SET_ASIDE_PREFIX, user.id, SET_ASIDE_MS);
  const seconds = Math.round((Date.now() - began) / 1000);
  const later = await client.register();
  await client.event('after-register', ({ id }) => id === later.id);
  await bucket.remove(key);
  const { condition } = record.requestContext;
  const seen = `${condition}, after ${seconds} s; a later event was published`;
  return condition === SET_ASIDE ? pass(seen) : differs(seen);
}

/**
 * Has Lambda give up a record, and delivers it. Where Lambda keeps nothing, which an emulator may not, what it would
 * keep is put there, so that there is something to deliver.
 */
async function givenUp(context: Context, client: Client, bucket: Bucket): Promise<Findings> {
  const kept = await keptByLambda(context, client, bucket).catch((error: Error) => error);
  const found =
    kept instanceof Error ? enforced(context.isAws, false, kept.message) : pass(kept.seen);
  const about = kept instanceof Error ? await documented(client, bucket) : kept;
  const options = ['--stack', context.stacks.main.name];
  const { code, output, errors } = await redrive(options, context.place.environment);
  if (code === 0) await client.event(about.type, ({ id }) => id === about.user);
  const left = await bucket.keys(GIVEN_UP_PREFIX);
  const said = `${output}${errors}`.trim().split('\n').slice(-2).join('; ');
  const seen = `${said}; status ${code}, ${left.length} objects are left`;
  return {
    'given-up-record': found,
    redrive: code === 0 && left.length === 0 ? pass(seen) : differs(seen),
  };
}

/** What lies in the bucket: an event of a type about a user. */
interface Kept {
  readonly type: string;
  readonly user: string;
  readonly seen: string;
}

/** The relay knows no bus for a while, and nothing is tried again. */
async function keptByLambda(context: Context, client: Client, bucket: Bucket): Promise<Kept> {
  const { place, stacks, isAws } = context;
  const relay = await stacks.main.resource('UsersRelay');
  const mapping = await mappingOf(place.clientConfig, relay);
  await mapping.tries(0);
  await setVariables(place.clientConfig, relay, { [BUS_VARIABLE]: 'no-such-bus' });
  try {
    const user = await client.register();
    const patience = isAws ? GIVEN_UP_MS : AT_ONCE_MS;
    const [key, { requestContext }] = await bucket.holding(GIVEN_UP_PREFIX, user.id, patience);
    return { type: 'after-register', user: user.id, seen: `${requestContext.condition}, ${key}` };
  } finally {
    const bus = await stacks.main.output('EventBusName');
    await setVariables(place.clientConfig, relay, { [BUS_VARIABLE]: bus });
    await mapping.tries(UNLIMITED);
  }
}

/** Puts a change of a user there, in the form of AWS's document. */
async function documented(client: Client, bucket: Bucket): Promise<Kept> {
  const { id } = await client.register();
  const [profile] = (await client.system.items.naming(id)).filter(({ sk }) => sk === 'PROFILE');
  const event = {
    ...{ id: 'given-up', type: 'after-update', at: new Date().toISOString() },
    ...{ changed: ['email'], actor: { id, by: 'user' } },
  };
  const record = {
    eventName: 'MODIFY',
    dynamodb: {
      SequenceNumber: '800000000003126276362',
      Keys: marshall({ pk: profile?.pk, sk: profile?.sk }),
      OldImage: marshall(profile),
      NewImage: marshall({ ...profile, event }),
    },
  };
  await bucket.put(DOCUMENTED_KEY, documentedS3Record([record]));
  return { type: event.type, user: id, seen: DOCUMENTED_KEY };
}

async function mappingOf(config: AwsClientConfig, FunctionName: string) {
  const lambda = new LambdaClient(config);
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const UUID = EventSourceMappings[0]?.UUID;
  return {
    /** Sets how often a record is tried again, and waits until that is in force. */
    async tries(MaximumRetryAttempts: number): Promise<void> {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, MaximumRetryAttempts }));
      const isEnabled = async () =>
        (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State === 'Enabled';
      await eventually(isEnabled, 'an enabled mapping', SET_ASIDE_MS);
    },
  };
}

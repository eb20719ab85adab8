import { randomUUID } from 'node:crypto';
import { AwsError, type Operations } from '../aws-json/operations.ts';
import { isObject, type JsonObject } from '../cloudformation/template.ts';
import type { Environment } from '../environment.ts';
import type { EventBuses } from './event-bus.ts';
import { nameOfBus } from './rules.ts';

/** Limits of one call: entries, and bytes of all entries together. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1024 * 1024;

/**
 * PutEvents. An entry for a bus that the stack does not have is refused. EventBridge does not
 * report that; here a wrong name should be noticed.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function eventBridge(buses: EventBuses, environment: Environment): Operations {
  return {
    'AWSEvents.PutEvents': ({ Entries }) => {
      const entries = Array.isArray(Entries) ? Entries : [];
      if (entries.length === 0 || entries.length > MAX_ENTRIES) {
        throw new AwsError('ValidationException', `Entries must have 1 to ${MAX_ENTRIES} members`);
      }
      if (Buffer.byteLength(JSON.stringify(entries)) > MAX_BYTES) {
        throw new AwsError('ValidationException', 'Total size of the entries is over the limit');
      }
      const results = entries.map((entry) => putEvent(buses, environment, entry));
      return {
        FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
        Entries: results,
      };
    },
  };
}

type EntryResult = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

function putEvent(buses: EventBuses, environment: Environment, entry: JsonObject): EntryResult {
  const { Source, DetailType, EventBusName, Resources, Time } = entry;
  if (typeof Source !== 'string' || Source === '' || typeof DetailType !== 'string') {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source and DetailType are required.' };
  }
  const detail = parseDetail(entry.Detail);
  if (detail === undefined) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  const bus = nameOfBus(EventBusName);
  if (!buses.has(bus)) {
    return {
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Event bus ${bus} does not exist.`,
    };
  }
  const id = randomUUID();
  buses.accept(bus, {
    version: '0',
    id,
    'detail-type': DetailType,
    source: Source,
    account: environment.account,
    time: wholeSeconds(typeof Time === 'number' ? new Date(Time * 1000) : new Date()),
    region: environment.region,
    resources: Array.isArray(Resources) ? Resources.map(String) : [],
    detail,
  });
  return { EventId: id };
}

function parseDetail(text: unknown): JsonObject | undefined {
  try {
    const detail: unknown = JSON.parse(String(text));
    return isObject(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

function wholeSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

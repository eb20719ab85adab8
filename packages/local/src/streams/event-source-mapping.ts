import type { StackScope } from '../cloudformation/stack-scope.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  resourcesOf,
  type Template,
} from '../cloudformation/template.ts';
import { LocalError } from '../errors.ts';
import { compilePattern, type Matcher } from '../event-bus/pattern.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { FunctionDirectory } from '../lambda/function-directory.ts';
import type { DeliverySettings } from './delivery.ts';

/** What an `AWS::Lambda::EventSourceMapping` on a table's stream says. */
export interface EventSourceMapping {
  readonly logicalId: string;
  /** The table whose stream it reads. */
  readonly table: string;
  readonly function: LambdaFunction;
  readonly batchSize: number;
  /** The filter criteria. */
  readonly matches: Matcher;
  readonly delivery: DeliverySettings;
  /** Name of the bucket that keeps what is given up. */
  readonly failures: string | undefined;
}

/**
 * The event source mappings of a stack. A batching window is not kept: events should arrive at
 * once.
 *
 * @throws {LocalError} `UNSUPPORTED` for a source that is not a table's stream, or no function.
 */
export function readEventSourceMappings(
  template: Template,
  scope: StackScope,
  functions: FunctionDirectory,
): EventSourceMapping[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(
    ({ logicalId, properties: unresolved }) => {
      const properties = scope.properties(unresolved);
      if (properties.Enabled === false) return [];
      const table = /^arn:[^:]*:dynamodb:.*:table\/([^/]+)\/stream\//.exec(
        String(properties.EventSourceArn),
      )?.[1];
      const called = functions.find(String(properties.FunctionName));
      if (table === undefined || called === undefined) {
        throw new LocalError(
          'UNSUPPORTED',
          `event source mapping ${logicalId} does not join a table's stream and a Node.js function of the stack`,
        );
      }
      return [
        {
          logicalId,
          table,
          function: called,
          failures: bucketOf(properties.DestinationConfig),
          batchSize: Number(properties.BatchSize ?? 100),
          matches: compileFilters(properties.FilterCriteria, logicalId),
          delivery: {
            reportBatchItemFailures: includes(
              properties.FunctionResponseTypes,
              'ReportBatchItemFailures',
            ),
            bisectBatchOnFunctionError: properties.BisectBatchOnFunctionError === true,
            maximumRetryAttempts: orInfinite(properties.MaximumRetryAttempts),
            maximumRecordAge: orInfinite(properties.MaximumRecordAgeInSeconds),
          },
        },
      ];
    },
  );
}

/** A record passes when one of the filters matches, or when there are none. */
function compileFilters(criteria: Json | undefined, logicalId: string): Matcher {
  const filters = isObject(criteria) && Array.isArray(criteria.Filters) ? criteria.Filters : [];
  const matchers = filters.map(({ Pattern }: JsonObject) =>
    compilePattern(JSON.parse(String(Pattern ?? '{}')), `event source mapping ${logicalId}`),
  );
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
}

/** Queues and topics, the other destinations, are not on this machine. */
function bucketOf(destinations: Json | undefined): string | undefined {
  const { Destination } = object(object(destinations).OnFailure);
  return /^arn:[^:]*:s3:::(.+)$/.exec(String(Destination))?.[1];
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** In a template, -1 means no limit. */
function orInfinite(value: Json | undefined): number {
  const number = Number(value ?? -1);
  return number < 0 ? Number.POSITIVE_INFINITY : number;
}

function includes(list: Json | undefined, item: string): boolean {
  return Array.isArray(list) && list.includes(item);
}

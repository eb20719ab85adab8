import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { OnEventOptions } from 'aws-cdk-lib/aws-events';
import { UsersApiMetrics } from '../../lib';
import { CASES_OF_CDK } from './cdk-struct-cases';
import { publicStructs } from './public-structs';
import { CASES } from './struct-cases';
import { newStack } from './support';

// An option that is None in Python or null in Java comes as `undefined` out of jsii.

type Nothing<Options> = { readonly [Name in keyof Required<Options>]: undefined };

const METRIC: Nothing<MetricOptions> = {
  account: undefined,
  color: undefined,
  dimensionsMap: undefined,
  id: undefined,
  label: undefined,
  period: undefined,
  region: undefined,
  stackAccount: undefined,
  stackRegion: undefined,
  statistic: undefined,
  unit: undefined,
  visible: undefined,
};
const ON_EVENT: Nothing<OnEventOptions> = {
  crossStackScope: undefined,
  description: undefined,
  eventPattern: undefined,
  ruleName: undefined,
  target: undefined,
};
const THROTTLE: Nothing<ThrottleSettings> = { burstLimit: undefined, rateLimit: undefined };

const OF_CDK: Readonly<Record<string, object>> = {
  MetricOptions: METRIC,
  OnEventOptions: ON_EVENT,
  ThrottleSettings: THROTTLE,
};

function templateOf(make: (typeof CASES)[string][string], options: object) {
  const stack = newStack();
  make(stack, options);
  return Template.fromStack(stack).toJSON();
}

/** Those with something to leave out. */
const structs = publicStructs().filter(({ options }) =>
  options.some(({ isOptional }) => isOptional),
);

test('every struct of the public API with optional members has a case', () => {
  expect(Object.keys(CASES).sort()).toEqual(structs.map(({ name }) => name).sort());
});

test('every metric has a case', () => {
  const internal = ['constructor', 'loginMetric', 'ofApi', 'ofFunction', 'ofStream'];
  const metrics = Object.getOwnPropertyNames(UsersApiMetrics.prototype)
    .filter((name) => !internal.includes(name))
    .map((name) => `UsersApiMetrics.${name}()`);
  expect(Object.keys(CASES_OF_CDK.MetricOptions ?? {}).sort()).toEqual(metrics.sort());
});

describe('options that are undefined are options left out', () => {
  const ours = structs.flatMap(({ name, options }) => {
    const optional = options.filter(({ isOptional }) => isOptional);
    const nothing = Object.fromEntries(optional.map((option) => [option.name, undefined]));
    // One whose options are all required has nothing to leave out.
    if (optional.length === 0) return [];
    return Object.entries(CASES[name] ?? {}).map(
      ([place, make]) => [name, place, nothing, make] as const,
    );
  });
  const theirs = Object.entries(CASES_OF_CDK).flatMap(([name, cases]) =>
    Object.entries(cases).map(([place, make]) => [name, place, OF_CDK[name] ?? {}, make] as const),
  );

  test.each([...ours, ...theirs])('%s of %s', (_name, _place, nothing, make) => {
    expect(Object.keys(nothing)).not.toHaveLength(0);
    expect(templateOf(make, nothing)).toEqual(templateOf(make, {}));
  });
});

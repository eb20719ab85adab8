import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { UsersFunctionOptions } from '../../lib';
import { refusal } from './support';

describe('an option that can’t work is refused, before anything is made:', () => {
  const cases: [string, UsersFunctionOptions, RegExp][] = [
    [
      'a variable of the construct',
      { environment: { TABLE_NAME: 'mine' } },
      /functionOptions\.environment: got "TABLE_NAME", expected none of a setting of the construct/,
    ],
    [
      'a variable that Lambda sets',
      { environment: { AWS_REGION: 'eu-west-1' } },
      /functionOptions\.environment: got "AWS_REGION", expected none that Lambda sets itself/,
    ],
    [
      'a variable that can have no such name',
      { environment: { 'MY-NAME': 'x' } },
      /functionOptions\.environment: got "MY-NAME", expected letters, digits and underscores/,
    ],
    [
      'a variable that has every certificate believed',
      { environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
      /functionOptions\.environment: got "NODE_TLS_REJECT_UNAUTHORIZED", expected none that takes certificates of anybody for those of AWS; leave it out/,
    ],
    [
      'another architecture',
      { architecture: Architecture.custom('mips') },
      /functionOptions\.architecture: got "mips", expected Architecture\.ARM_64 or Architecture\.X86_64/,
    ],
    [
      'too little memory',
      { memorySize: 64 },
      /functionOptions\.memorySize: got 64, expected .*128/,
    ],
    [
      'too long a time',
      { timeout: Duration.minutes(16) },
      /functionOptions\.timeout: got 960 seconds, expected whole seconds from 1 to 900/,
    ],
    [
      'subnets without a VPC',
      { vpcSubnets: { onePerAz: true } },
      /functionOptions\.vpcSubnets: got one without vpc, expected both or neither/,
    ],
    [
      'more kept ready than may run',
      { reservedConcurrentExecutions: 1, provisionedConcurrentExecutions: 2 },
      /functionOptions\.provisionedConcurrentExecutions: got 2, expected at most the 1 of reserved/,
    ],
    [
      'nothing kept ready',
      { provisionedConcurrentExecutions: 0 },
      /functionOptions\.provisionedConcurrentExecutions: got 0/,
    ],
    [
      'a name with a space',
      { functionNamePrefix: 'acme ' },
      /functionOptions\.functionNamePrefix: got "acme ", expected letters, digits, hyphens and/,
    ],
    [
      'a name that gets too long',
      { roleNamePrefix: 'a'.repeat(50) },
      /functionOptions\.roleNamePrefix: got 6\d characters of "a+\S+", expected at most 64/,
    ],
  ];
  test.each(cases)('%s', (_, functionOptions, message) => {
    expect(refusal({ functionOptions })).toMatch(message);
  });

  test('and an override says whose it is', () => {
    expect(refusal({ functionOverrides: { 'get-me': { memorySize: 64 } } })).toMatch(
      'functionOverrides["get-me"].memorySize: got 64',
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnHostedZone,
  HostedZone,
  type IHostedZoneRef,
  PrivateHostedZone,
} from 'aws-cdk-lib/aws-route53';
import { UsersApi, UsersDomain } from '../../../../lib';
import { customDomain } from '../../../apps/parts/custom-domain';
import { newStack } from '../../support';

describe('the hosted zone of a custom domain', () => {
  const taking = (zoneOf: (stack: Stack) => IHostedZoneRef) => () => {
    const stack = newStack();
    const domain = UsersDomain.custom({ ...customDomain(stack), hostedZone: zoneOf(stack) });
    return new UsersApi(stack, 'Users', { domain });
  };
  const named = (zoneName: string) => (stack: Stack) =>
    HostedZone.fromHostedZoneAttributes(stack, 'Given', { hostedZoneId: 'Z1', zoneName });

  test.each<[string, (stack: Stack) => IHostedZoneRef]>([
    ['example.org', named('example.org')],
    ['th.example.com', named('th.example.com')],
    ['example.net', (stack) => new CfnHostedZone(stack, 'Given', { name: 'example.net.' })],
  ])('is refused when it has another name: %s', (name, zoneOf) => {
    expect(taking(zoneOf)).toThrow(
      `Test/Users: domain.hostedZone: got the zone "${name}" for "auth.example.com", expected one whose name the domain ends with; give the public hosted zone of auth.example.com, or leave it out and set the DNS yourself`,
    );
  });

  test('is refused when it is private, as clients do not find its records', () => {
    const zoneOf = (stack: Stack) =>
      new PrivateHostedZone(stack, 'Given', {
        zoneName: 'example.com',
        vpc: new Vpc(stack, 'Vpc', { natGateways: 0 }),
      });
    expect(taking(zoneOf)).toThrow(
      'domain.hostedZone: got Test/Given, a private one, expected a public hosted zone',
    );
  });

  test('may have the name of the domain itself, or of any that it is below', () => {
    for (const name of ['auth.example.com', 'example.com', 'com']) {
      expect(taking(named(name))).not.toThrow();
    }
  });
});

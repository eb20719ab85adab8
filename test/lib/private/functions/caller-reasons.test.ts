import { describe, expect, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { UsersApi } from '../../../../lib';
import { newStack } from '../../support';

describe('what a function does without is acknowledged with a reason that is true of its caller:', () => {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users');
  users.addSuperuser('Root', {
    email: 'root@example.com',
    password: new Secret(stack, 'Password'),
  });

  /** The reason for a rule, as cdk-nag reads it. */
  function reasonOf(name: string, rule: string): unknown {
    const reasons = users
      .functionOf(name)
      .node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data))
      .filter(([id]) => id.endsWith(rule));
    return reasons[0]?.[1];
  }

  test.each([
    ['get-me', /^API Gateway or AppSync calls it synchronously/],
    ['create-user', /^An operator calls it synchronously/],
    ['relay', /^An event source mapping calls it/],
    ['create-superuser-Root', /^CloudFormation calls it asynchronously/],
    ['rotate-keys', /^Secrets Manager begins a failed rotation again. CloudFormation calls it/],
  ])('no dead-letter queue for %s', (name, reason) => {
    expect(reasonOf(name, 'Serverless-LambdaDLQ')).toMatch(reason);
    expect(reasonOf(name, 'NIST.800.53.R5-LambdaDLQ')).toMatch(reason);
  });

  test.each([
    ['get-me', /The API's throttle bounds/],
    ['create-superuser-Root', /A deployment calls it once/],
    ['rotate-keys', /Deployments and rotations call it/],
  ])('no reservation for %s', (name, reason) => {
    expect(reasonOf(name, 'NIST.800.53.R5-LambdaConcurrency')).toMatch(reason);
  });
});

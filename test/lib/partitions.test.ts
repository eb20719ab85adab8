import { describe, expect, test } from '@jest/globals';
import { PermissionsBoundary, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { AuthBackend, UsersApi } from '../../lib';
import { newStack } from './support';

/** With logins of each kind, a route of its own and alarms. */
function make(stack: Stack): Stack {
  const users = new UsersApi(stack, 'Users', {
    authBackends: [AuthBackend.jwt({ refresh: {} }), AuthBackend.cookie(), AuthBackend.session()],
  });
  users.addAlarms({ bind: () => ({ alarmActionArn: 'operators' }) });
  return stack;
}

describe.each(['us-gov-west-1', 'cn-north-1'])('in %s', (region) => {
  const stack = make(newStack({ env: { account: '111122223333', region } }));
  const text = JSON.stringify(Template.fromStack(stack).toJSON());

  test('no ARN names the partition of other Regions', () => {
    expect(text.match(/arn:aws:[^"]*/g)).toBeNull();
  });

  test('only the names of services have the domain of other Regions', () => {
    const hosts = new Set(text.match(/[\w.-]+\.amazonaws\.com\b/g));
    expect([...hosts].sort()).toEqual([
      'apigateway.amazonaws.com',
      'lambda.amazonaws.com',
      'secretsmanager.amazonaws.com',
    ]);
  });
});

test('a permissions boundary of the stack is on each role', () => {
  const stack = make(newStack({ permissionsBoundary: PermissionsBoundary.fromName('Boundary') }));
  const roles = Object.values(
    Template.fromStack(stack).findResources(CfnRole.CFN_RESOURCE_TYPE_NAME),
  );
  expect(roles.length).toBeGreaterThan(25);
  for (const { Properties } of roles) {
    expect(JSON.stringify(Properties.PermissionsBoundary)).toContain('policy/Boundary');
  }
});

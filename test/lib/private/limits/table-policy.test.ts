import { expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { UsersApi } from '../../../../lib';

const env = { account: '111122223333', region: 'eu-central-1' };

/** The template of a stack whose users this many roles of another account may manage. */
function grantedTo(count: number): () => Template {
  const stack = new Stack(new App(), 'Test', { env });
  const users = new UsersApi(stack, 'Users');
  for (let number = 0; number < count; number += 1) {
    const arn = `arn:aws:iam::444455556666:role/Reports${number}`;
    users.grants.manageUsers(Role.fromRoleArn(stack, `Role${number}`, arn));
  }
  return () => Template.fromStack(stack);
}

test('the resource policy of the table takes 20 kB of grants to other accounts', () => {
  expect(grantedTo(2)).not.toThrow();
  expect(grantedTo(40)).toThrow(
    /grants: got about \d{6} bytes of resource policy for Test\/Users\/Table, expected at most 20480, as DynamoDB takes no more of a table; grant to fewer principals/,
  );
});

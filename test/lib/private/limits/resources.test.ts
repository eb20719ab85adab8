import { describe, expect, test } from '@jest/globals';
import { App, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Policy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { UsersApi } from '../../../../lib';
import { newStack } from '../../support';

/** Resources that a `UsersApi` has with all defaults. */
const OWN = Object.keys(synthesized(newStack(), 0)).length;

/** The resources of a stack with a `UsersApi` and this many others. */
function synthesized(stack: Stack, others: number): Record<string, unknown> {
  new UsersApi(stack, 'Users');
  addTopics(stack, others);
  return Template.fromStack(stack).toJSON().Resources;
}

function addTopics(scope: Construct, count: number): void {
  for (let index = 0; index < count; index++) {
    new CfnResource(scope, `Topic${index}`, { type: 'AWS::SNS::Topic' });
  }
}

describe('a stack', () => {
  test('takes 500 resources', () => {
    expect(Object.keys(synthesized(newStack(), 500 - OWN))).toHaveLength(500);
  });

  test('is refused with 501, with how many they are and what to do', () => {
    expect(() => synthesized(newStack(), 501 - OWN)).toThrow(
      `[Test/Users] stack: got 501 resources in Test, ${OWN} of them by Test/Users, expected at most 500, as CloudFormation takes no more in a stack; give UsersApi a stack of its own, or a NestedStack;`,
    );
  });

  test('is not refused for what stays out of its template', () => {
    const stack = newStack();
    new Policy(stack, 'Empty');
    expect(Object.keys(synthesized(stack, 500 - OWN))).toHaveLength(500);
  });

  test('is not refused for what is in stacks inside it and beside it', () => {
    const app = new App();
    const stack = new Stack(app, 'Users');
    addTopics(new NestedStack(stack, 'Nested'), 400);
    addTopics(new Stack(app, 'Other'), 400);
    // One of them is the nested stack.
    expect(Object.keys(synthesized(stack, 499 - OWN))).toHaveLength(500);
  });

  test('is refused where it is nested itself', () => {
    const nested = new NestedStack(newStack(), 'Nested');
    expect(() => synthesized(nested, 501 - OWN)).toThrow('got 501 resources in Test/Nested');
  });
});

/**
 * The example as an earlier release deployed it. `-c release=FILE`, one of test/deploy/releases. With
 * `-c broken=true` there is a resource in it that is never created.
 */
import { App, CfnWaitCondition, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { includeRelease } from './parts/released';

const app = new App();
const stack = new Stack(app, 'UsersApiExample');
includeRelease(stack, app.node.getContext('release'));

if (app.node.tryGetContext('broken')) {
  const { ref: handle } = new CfnWaitConditionHandle(stack, 'NobodySignals');
  new CfnWaitCondition(stack, 'Broken', { handle, timeout: '1' });
}

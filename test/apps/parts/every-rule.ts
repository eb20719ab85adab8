import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { UsersApi } from '../../../lib';
import { acknowledge } from '../../../lib/private/acknowledge';

/** A queue at the end of rules. */
function queueFor(users: UsersApi): SqsQueue {
  const { id } = users.node;
  const stack = Stack.of(users);
  const retained = { enforceSSL: true, retentionPeriod: Duration.days(4) };
  const deadLetterQueue = new Queue(stack, `${id}Undelivered`, retained);
  acknowledge(deadLetterQueue, {
    'Serverless-SQSRedrivePolicy': 'It is itself where another queue sends what failed.',
  });
  const queue = new Queue(stack, `${id}Heard`, {
    ...retained,
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 3 },
  });
  new CfnOutput(stack, `${id}QueueUrl`, { value: queue.queueUrl });
  return new SqsQueue(queue, { deadLetterQueue });
}

/** One rule for each event that any API raises and one for all of them, with a queue at the end. */
export function subscribe(users: UsersApi): void {
  const target = queueFor(users);
  users.onAfterRegister('Registered', { target });
  users.onAfterForgotPassword('Forgot', { target });
  users.onAfterResetPassword('Reset', { target });
  users.onAfterRequestVerify('VerificationAsked', { target });
  users.onAfterRequestLogin('CodeAsked', { target });
  users.onAfterVerify('Verified', { target });
  users.onAfterRequestEmailChange('AddressAsked', { target });
  users.onAfterLogin('LoggedIn', { target });
  users.onAfterNewDevice('NewDevice', { target });
  users.onAfterLockout('Locked', { target });
  users.onAfterRefreshReuse('Reused', { target });
  users.onAfterAccountLink('Linked', { target });
  users.onAfterAccountUnlink('Unlinked', { target });
  users.onAfterUpdate('Updated', { target });
  users.onAfterDelete('Deleted', { target });
  users.onEvent('Happened', { target });
}

/** The same of an API with factors and logins without a password. */
export function subscribeToFactors(users: UsersApi): void {
  const target = queueFor(users);
  users.onAfterPasskeyAdd('PasskeyAdded', { target });
  users.onAfterPasskeyDelete('PasskeyRemoved', { target });
  users.onEvent('Happened', { target });
}

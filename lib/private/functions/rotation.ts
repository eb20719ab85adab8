import { type Duration, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ActionFunction } from './action-function';

/**
 * Has Secrets Manager call the function to rotate the secret: at once when the schedule is made,
 * which fills the empty secret, and by the calendar from then on. `Secret.addRotationSchedule` would
 * do the same with more rights than the function needs.
 */
export function rotate(
  made: ActionFunction,
  secret: ISecret,
  interval: Duration | undefined,
): void {
  made.lambda.addPermission('Rotation', {
    principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
    sourceAccount: Stack.of(made).account,
  });
  const schedule = new CfnRotationSchedule(made, 'Schedule', {
    secretId: secret.secretArn,
    rotationLambdaArn: made.lambda.functionArn,
    rotationRules: { automaticallyAfterDays: interval?.toDays() },
  });
  // Secrets Manager refuses a function that it may not call yet.
  schedule.node.addDependency(made.lambda);
}

import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import type { KeyPairSecrets } from '../storage/key-pair-secrets';
import type { ActionFunction } from './action-function';
import { callAtDeployment } from './call-at-deployment';

/**
 * Has CloudFormation call the function while the stack is deployed, to make the first key pairs, and
 * Secrets Manager by the calendar from then on. `Secret.addRotationSchedule` would do the latter with
 * more rights than the function needs.
 */
export function rotate(made: ActionFunction, pairs: readonly KeyPairSecrets[]): void {
  made.addPermission('Rotation', {
    principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
    sourceAccount: Stack.of(made).account,
  });
  for (const { algorithm, sign, rotation } of pairs) {
    const schedule = new CfnRotationSchedule(made, `Schedule-${algorithm}`, {
      secretId: sign.secretArn,
      rotationLambdaArn: made.functionArn,
      rotationRules: { automaticallyAfterDays: rotation.toDays() },
      // The first keys are made below; a rotation now would run beside the first logins.
      rotateImmediatelyOnUpdate: false,
    });
    // Secrets Manager refuses a function that it may not call yet.
    schedule.node.addDependency(made.node.findChild('Rotation'));
  }
  // Its creation makes the first pairs.
  callAtDeployment(made, 'KeyPairs', {
    resourceType: 'Custom::UsersApiKeys',
    // A pair of another algorithm is made when it is added here; those that have keys keep them.
    properties: { SigningSecretArns: pairs.map(({ sign }) => sign.secretArn) },
  });
}

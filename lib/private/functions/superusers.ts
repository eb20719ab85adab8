import { type CustomResource, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { createSuperuser } from '../../contract/administration.ts';
import { MAX_PASSWORD_BYTES } from '../../contract/password-hash.ts';
import type { SuperuserOptions } from '../../superuser-options';
import { Found, known, UsersApiError } from '../errors';
import { givenSecret, secretKeyOf } from '../given/secret';
import { checkNoJson, checkSecretRegion, knownLength } from '../settings/secret-value';
import type { Settings } from '../settings/settings';
import { ActionFunction } from './action-function';
import { callAtDeployment } from './call-at-deployment';
import type { Resources } from './context';

/** What superusers are made with. */
interface Parts {
  readonly settings: Settings;
  readonly resources: Resources;
}

/**
 * Has CloudFormation call a function of the superuser's own, which makes it with the password of one secret.
 *
 * @param functions of the API, by name, which the new one is added to
 */
export function addSuperuser(
  scope: Construct,
  id: string,
  { email, password, fields }: SuperuserOptions,
  { settings, resources }: Parts,
  functions: Record<string, LambdaFunction>,
): CustomResource {
  checkEmail(email);
  checkPassword(password, settings, Stack.of(scope));
  const action = createSuperuser;
  const secret = givenSecret(scope, password);
  const superuser = { email, password: secret, fields };
  const name = `${action.name}-${id}`;
  if (functions[name] !== undefined) {
    throw new UsersApiError('addSuperuser', {
      got: new Found(`the id ${JSON.stringify(id)} a second time`),
      expected: 'another id for each superuser',
      fix: 'give this one another',
    });
  }
  const made = new ActionFunction(scope, { action, name, settings, resources, superuser });
  functions[name] = made;
  return callAtDeployment(made, 'Superuser', {
    resourceType: 'Custom::UsersApiSuperuser',
    // CloudFormation calls again when this changes; the function knows the address by itself. Case changes nothing.
    properties: { Email: known(email)?.toLowerCase() ?? email },
  });
}

function checkEmail(given: string): void {
  const email = known(given);
  if (email === undefined || /^[^\s@]+@[^\s@]+$/.test(email)) return;
  throw new UsersApiError('email', {
    got: email,
    expected: 'an address, such as "root@example.com"',
    fix: 'give that of the first superuser',
  });
}

function checkPassword(
  password: SuperuserOptions['password'],
  settings: Settings,
  stack: Stack,
): void {
  secretKeyOf('password', password, () => undefined);
  checkNoJson('password', password, 'the password');
  checkSecretRegion('password', password, stack);
  const bytes = knownLength(password);
  const min = known(settings.passwordMinLength) ?? 0;
  const max = MAX_PASSWORD_BYTES[settings.passwordHash.scheme];
  if (bytes === undefined || (bytes >= min && bytes <= max)) return;
  throw new UsersApiError('password', {
    got: new Found(`a secret with a value of ${bytes} bytes`),
    expected: `one of ${min} to ${max}, as of every password`,
    fix: 'use generateSecretString with its default length',
  });
}

import { Stack } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import { MIN_SECRET_BYTES } from '../../contract/keys.ts';
import { Found, UsersApiError } from '../errors';
import { secretKeyOf, secretResourceOf } from '../given/secret';

/** Refuses a secret that is known to be too short for nobody to guess. */
export function checkSecret(prop: string, secret: aws_secretsmanager.ISecretRef | undefined): void {
  if (secret === undefined) return;
  secretKeyOf(prop, secret, () => undefined);
  const bytes = knownLength(secret);
  if (bytes === undefined || bytes >= MIN_SECRET_BYTES) return;
  throw new UsersApiError(prop, {
    got: new Found(`a secret with a value of ${bytes} bytes`),
    expected: `at least ${MIN_SECRET_BYTES}`,
    fix: 'leave it out for a generated one, or use generateSecretString with its default length',
  });
}

/** Bytes of the value; `undefined` for one that the template doesn't tell. */
export function knownLength(secret: aws_secretsmanager.ISecretRef): number | undefined {
  const { text, passwordLength, secretStringTemplate } = madeAs(secret);
  if (typeof text === 'string') return Buffer.byteLength(text);
  // With a template the value is longer than what is generated.
  if (secretStringTemplate !== undefined || typeof passwordLength !== 'number') return undefined;
  return passwordLength;
}

/** Whether the template says that the value is a JSON object. */
export function isKnownAsJson(secret: aws_secretsmanager.ISecretRef): boolean {
  const { text, secretStringTemplate } = madeAs(secret);
  return secretStringTemplate !== undefined || (typeof text === 'string' && /^\s*\{/.test(text));
}

interface Value {
  /** The value itself, or what the deployment makes it of. */
  readonly text?: unknown;
  readonly passwordLength?: unknown;
  readonly secretStringTemplate?: unknown;
}

/** What the template says of the value, if the secret is in it. */
function madeAs(secret: aws_secretsmanager.ISecretRef): Value {
  const resource = secretResourceOf(secret);
  if (resource === undefined) return {};
  const stack = Stack.of(resource);
  return {
    text: stack.resolve(resource.secretString),
    ...stack.resolve(resource.generateSecretString),
  };
}

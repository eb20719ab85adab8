import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import { MIN_SECRET_BYTES } from '../../contract/keys.ts';
import { Found, UsersApiError } from '../errors';
import { secretKeyOf, secretResourceOf } from '../given/secret';

/** Whether it is a secret: without types, as from JavaScript, it can be missing, or something else. */
export const isSecretRef = (given: unknown): given is aws_secretsmanager.ISecretRef =>
  typeof given === 'object' && given !== null && 'secretRef' in given;

/** What was given in place of a secret. */
export function inPlaceOfSecret(given: unknown): unknown {
  if (typeof given === 'string') return new Found('a text');
  return typeof given === 'object' && given !== null
    ? new Found('an object of another kind')
    : given;
}

/** How a secret is used, where that is not what keys are derived from. */
interface Use {
  /** What of its value counts. @default - all of it */
  readonly counted?: (value: string) => string;
  readonly fix?: string;
}

/** Refuses a secret that is known to be too short for nobody to guess. */
export function checkSecret(
  prop: string,
  secret: aws_secretsmanager.ISecretRef | undefined,
  {
    counted,
    fix = 'leave it out for a generated one, or use generateSecretString with its default length',
  }: Use = {},
): void {
  if (secret === undefined) return;
  secretKeyOf(prop, secret, () => undefined);
  const bytes = knownLength(secret, counted);
  if (bytes === undefined || bytes >= MIN_SECRET_BYTES) return;
  throw new UsersApiError(prop, {
    got: new Found(`a secret with a value of ${bytes} bytes`),
    expected: `at least ${MIN_SECRET_BYTES}`,
    fix,
  });
}

/** Refuses one that functions of the stack can't read: they ask Secrets Manager of their own Region. */
export function checkSecretRegion(
  prop: string,
  { env: { region: there } }: aws_secretsmanager.ISecretRef,
  { region: here, node }: Stack,
): void {
  if (Token.compareStrings(there, here) !== TokenComparison.DIFFERENT) return;
  throw new UsersApiError(prop, {
    got: new Found(`a secret of the Region ${there}`),
    expected: `one of ${here}, where the functions of ${node.path} read it`,
    fix: 'make it in a stack of that Region, or replicate it and give the replica by Secret.fromSecretCompleteArn()',
  });
}

/** Refuses a value that is known to be JSON where all of it is what is compared or hashed. */
export function checkNoJson(
  prop: string,
  secret: aws_secretsmanager.ISecretRef,
  whole: string,
): void {
  if (!isKnownAsJson(secret)) return;
  throw new UsersApiError(prop, {
    got: new Found('a secret whose value is JSON'),
    expected: `one whose whole value is ${whole}, as all of it would be`,
    fix: 'leave secretStringTemplate, generateStringKey and secretObjectValue out, as in new Secret(this, id)',
  });
}

/** Bytes of what counts of the value; `undefined` for one that the template doesn't tell. */
export function knownLength(
  secret: aws_secretsmanager.ISecretRef,
  counted = (value: string) => value,
): number | undefined {
  const { text, passwordLength, secretStringTemplate } = madeAs(secret);
  if (typeof text === 'string') return Buffer.byteLength(counted(text));
  // With a template the value is longer than what is generated.
  if (secretStringTemplate !== undefined || typeof passwordLength !== 'number') return undefined;
  return passwordLength;
}

/** The value itself, where the template tells it. */
export function knownValue(secret: aws_secretsmanager.ISecretRef): string | undefined {
  const { text } = madeAs(secret);
  return typeof text === 'string' ? text : undefined;
}

/** Whether the template says that the value is a JSON object. */
function isKnownAsJson(secret: aws_secretsmanager.ISecretRef): boolean {
  const { text, secretStringTemplate } = madeAs(secret);
  return secretStringTemplate !== undefined || /^\s*\{/.test(beginningOf(text));
}

/** The part of a text that is known: what the deployment completes is joined from parts. */
function beginningOf(text: unknown): string {
  if (typeof text === 'string') return text;
  const [, [first = undefined] = []] = (text as Joined | undefined)?.['Fn::Join'] ?? [];
  return typeof first === 'string' ? first : '';
}

interface Joined {
  readonly 'Fn::Join'?: readonly [delimiter: string, parts: readonly unknown[]];
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

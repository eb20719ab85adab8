import { randomBytes } from 'node:crypto';
import {
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { decodeProtectedHeader } from 'jose';
import { Client } from '../../e2e/support/client.ts';
import { RefreshClient } from '../../e2e/support/refresh-client.ts';
import { OTHER_PASSWORD } from '../../support/passwords.ts';
import type { Context } from '../check.ts';
import { systemOf } from '../deployment.ts';
import { compare, type Findings } from '../finding.ts';
import { restart } from '../functions.ts';

/** Milliseconds that a rotation, of which nobody is told the end, may take. */
const PATIENCE = 120_000;

/** Rotates every secret of the main stack: those with a function, and those by hand. */
export async function checkRotation(context: Context): Promise<Findings> {
  return { 'key-rotation': await keys(context), 'secret-rotation': await byHand(context) };
}

async function keys(context: Context) {
  const client = new Client(await systemOf(context, context.stacks.main));
  const { user, token } = await client.signedIn();
  const before = kidOf(token);
  const published = async () => (await client.send('GET', '/.well-known/jwks.json')).text;
  const old = await published();
  const secrets = new SecretsManagerClient(context.place.clientConfig);
  for (const SecretId of await rotated(context))
    await secrets.send(new RotateSecretCommand({ SecretId }));
  await eventually(
    async () => {
      await restartAll(context, ['UsersJwks']);
      return (await published()) !== old || undefined;
    },
    'another key set',
    PATIENCE,
  );
  await restartAll(context, ['UsersLoginJwt', 'UsersGetMe']);
  const later = await client.token(user.email);
  const status = async (each: string) => (await client.send('GET', '/me', { token: each })).status;
  const seen = {
    isAnotherKey: kidOf(later) !== before,
    before: await status(token),
    after: await status(later),
  };
  return compare(seen, { isAnotherKey: true, before: 200, after: 200 });
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid;

/** Secrets with a rotation schedule. */
async function rotated({ stacks }: Context): Promise<readonly string[]> {
  const schedules = await stacks.main.resources('AWS::SecretsManager::RotationSchedule');
  return [...schedules.values()];
}

/** A reset, a verification and a refresh token of before the new values, and of after them. */
async function byHand(context: Context) {
  const client = new RefreshClient(await systemOf(context, context.stacks.main));
  const one = await tokens(client);
  const secrets = new SecretsManagerClient(context.place.clientConfig);
  for (const name of [
    'ResetPasswordTokenSecret',
    'VerificationTokenSecret',
    'RefreshTokenSecret',
  ]) {
    const SecretId = await context.stacks.main.resource(`Users${name}`);
    const SecretString = randomBytes(48).toString('base64');
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
  }
  await restartAll(context, [
    ...['UsersRelay', 'UsersResetPassword', 'UsersVerify'],
    ...['UsersLoginMobile', 'UsersRefreshMobile'],
  ]);
  const other = await tokens(client);
  const seen = { before: await statuses(client, one), after: await statuses(client, other) };
  const accepted = { reset: 200, verify: 200, refresh: 200 };
  return compare(seen, { before: accepted, after: accepted });
}

interface Tokens {
  readonly reset: string;
  readonly verify: string;
  readonly refresh: string;
}

/** Of three users, as a reset ends logins. */
async function tokens(client: RefreshClient): Promise<Tokens> {
  const [forgot, unverified] = [await client.register(), await client.register()];
  return {
    reset: await client.resetToken(forgot.email),
    verify: await client.verifyToken(unverified.email),
    refresh: (await client.newLogin('mobile')).tokens.refresh,
  };
}

async function statuses(client: RefreshClient, { reset, verify, refresh }: Tokens) {
  const json = { token: reset, password: OTHER_PASSWORD };
  return {
    reset: (await client.send('POST', '/reset-password', { json })).status,
    verify: (await client.send('POST', '/verify', { json: { token: verify } })).status,
    refresh: (await client.refresh(refresh, 'mobile')).status,
  };
}

/** Functions keep a secret for five minutes; new environments read it at once. */
async function restartAll({ place, stacks }: Context, paths: readonly string[]): Promise<void> {
  const restarted = paths.map(async (path) =>
    restart(place.clientConfig, await stacks.main.resource(path)),
  );
  await Promise.all(restarted);
}

/** The authorizer, with a user who is signed in, and its answers as functions get them. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { decodeJwt } from 'jose';
import { accessPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../lambda/adapters/jose/signed-tokens.ts';
import { systemClock } from '../../../lambda/adapters/system.ts';
import type { AuthorizerEvent } from '../../../lambda/http/authorizer/read-question.ts';
import type { Requirements } from '../../../lib/contract/sessions.ts';
import type { AuthorizedEvent } from '../../../lib/current-user.ts';
import { TestSecret } from '../aws/aws-clients.ts';
import { PASSWORD } from '../passwords.ts';
import { JWT_BACKEND, startRuntime, type TestRuntime } from './runtime.ts';

const NONE: Requirements = { verified: false, superuser: false, optional: false };

type Handler = (event: AuthorizerEvent) => Promise<unknown>;

export const EMAIL = 'ada@example.com';

/** A policy as its principal, effect and resource. */
export const policy = (principalId: string, Effect: 'Allow' | 'Deny', Resource: string) => ({
  principalId,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }],
  },
});

/** An authorizer with these requirements and one backend, and a user who is signed in by it. */
export function authorizerWith(requirements: Partial<Requirements>, backend = JWT_BACKEND) {
  const started = {} as { runtime: TestRuntime; id: string; token: string };
  beforeAll(async () => {
    const runtime = await startRuntime({
      REQUIREMENTS: JSON.stringify({ ...NONE, ...requirements }),
      CLAIM_FIELDS: '[]',
      BACKENDS: JSON.stringify([backend]),
    });
    const json = { email: EMAIL, password: PASSWORD };
    const { body } = await runtime.call('register', { method: 'POST', json });
    const login = await runtime.call('login', {
      method: 'POST',
      json: { username: EMAIL, password: PASSWORD },
      headers: { 'content-type': 'application/json', origin: 'https://api.example.com' },
    });
    const token = login.cookies[0]?.split(';')[0]?.split('=')[1] ?? login.body.access_token;
    Object.assign(started, { runtime, id: body.id, token });
  });
  afterAll(() => started.runtime.stop());
  beforeEach(() => started.runtime.table.reset());
  return {
    started,
    ask: async (event: AuthorizerEvent) =>
      (await started.runtime.handler<Handler>('authorizer'))(event),
  };
}

/** A function's event behind an authorizer that answered this. */
export function behindApiGateway(answer: unknown): AuthorizedEvent {
  const { principalId, context } = answer as { principalId: string; context: object };
  const authorizer = { principalId, integrationLatency: 12, ...context };
  return { requestContext: { apiId: 'abc', requestId: 'r', routeKey: '$connect', authorizer } };
}

/** The token of a login that was proved by a code of an app as well. */
export function withSecondFactor(token: string): Promise<string> {
  const { VersionId: id = '', SecretString: material = '' } =
    new TestSecret().read('AWSCURRENT') ?? {};
  const key = async () => ({ id, material: Buffer.from(material) });
  const keys = { current: key, find: key };
  const tokens = new SignedTokens(accessPurpose(JWT_BACKEND.name), keys, systemClock);
  return tokens.sign({ ...decodeJwt(token), amr: ['pwd', 'otp', 'mfa'] });
}

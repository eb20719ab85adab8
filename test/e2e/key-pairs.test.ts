import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  exportSPKI,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

describe('a users API that signs with key pairs', () => {
  let system: ProxiedSystem;
  let client: Client;
  let operator: SecretsManagerClient;

  beforeAll(async () => {
    system = await startProxiedSystem({ app: 'test/apps/key-pairs.ts' });
    client = new Client(system);
    operator = new SecretsManagerClient({
      endpoint: system.stack.endpoints.secretsmanager,
      region: 'us-east-1',
      credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    });
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(async () => {
    operator?.destroy();
    await system?.stop();
  });

  const login = async (backend: string, username: string, password = PASSWORD) => {
    const answer = await client.send('POST', `/login/${backend}`, {
      form: { username, password },
    });
    return answer.json.access_token as string;
  };
  const keys = async (): Promise<JWK[]> =>
    (await client.send('GET', '/.well-known/jwks.json')).json.keys;
  const me = async (token: string) => (await client.send('GET', '/me', { token })).status;
  const rotate = async (backend: string) => {
    const algorithm = backend === 'jwt' ? 'RS256' : 'ES256';
    const schedule = resourcesOf(system.stack.template, 'AWS::SecretsManager::RotationSchedule')
      .map(({ properties }) => String(system.stack.resolve(properties.SecretId ?? null)))
      .find((arn) => arn.includes(`Keys${algorithm}`));
    await operator.send(new RotateSecretCommand({ SecretId: schedule }));
  };
  /** Makes a function forget what it has read. */
  const restart = async (name: string) => {
    const found = system.stack.functions.names.find((each) => each.includes(name));
    await system.stack.functions.kill(String(found));
  };

  /** Verifies as any other service: it knows only issuer and audience, and asks for the rest. */
  async function verifier(audience: string) {
    const { json, headers } = await client.send('GET', '/.well-known/openid-configuration');
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
    expect(json.issuer).toBe(system.url);
    const remote = createRemoteJWKSet(new URL(json.jwks_uri));
    return (token: string) =>
      jwtVerify(token, remote, { issuer: json.issuer, audience, typ: 'at+jwt' });
  }

  test.each([
    ['jwt', 'RS256'],
    ['web', 'ES256'],
  ])(
    'has tokens of %s that can be verified with only issuer and audience',
    async (backend, alg) => {
      const { id, email } = await client.register();
      const token = await login(backend, email);
      const verify = await verifier(`users-api:access:${backend}`);
      expect(await verify(token)).toMatchObject({
        payload: { sub: id, client_id: backend },
        protectedHeader: { alg },
      });
      expect(await me(token)).toBe(200);
      const other = await verifier(`users-api:access:${backend === 'jwt' ? 'web' : 'jwt'}`);
      await expect(other(token)).rejects.toMatchObject({ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
    },
  );

  test('publishes only public keys, which may be kept for five minutes', async () => {
    const { headers, text } = await client.send('GET', '/.well-known/jwks.json');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const fields = new Set((JSON.parse(text).keys as JWK[]).flatMap((jwk) => Object.keys(jwk)));
    expect([...fields].sort()).toEqual(
      ['alg', 'crv', 'e', 'kid', 'kty', 'n', 'use', 'x', 'y'].sort(),
    );
  });

  test('reads nothing of the table to publish keys, and once to log in', async () => {
    const { email } = await client.register();
    const cost = async (request: () => Promise<unknown>) => {
      const free = await system.holdRelay(() => client.register());
      system.dynamodb.reset();
      await request();
      const { operations: calls, roundTrips } = system.dynamodb;
      free();
      return { roundTrips, calls };
    };
    expect({
      jwks: await cost(keys),
      discovery: await cost(() => client.send('GET', '/.well-known/openid-configuration')),
      login: await cost(() => login('jwt', email)),
    }).toEqual({
      jwks: ROUND_TRIPS.jwks.cost,
      discovery: ROUND_TRIPS.discovery.cost,
      login: ROUND_TRIPS.login.cost,
    });
  });

  test.each(['jwt', 'web'])('rotates the key of %s and signs nobody out', async (backend) => {
    const { email } = await client.register();
    const verify = await verifier(`users-api:access:${backend}`);
    const before = await login(backend, email);
    await verify(before);
    await rotate(backend);
    await restart(`Login${backend === 'jwt' ? 'Jwt' : 'Web'}`);
    const after = await login(backend, email);
    const kids = [before, after].map((token) => decodeProtectedHeader(token).kid);
    expect(new Set(kids).size).toBe(2);
    // The verifier has read the keys before: the next one was among them.
    await verify(after);
    expect(await me(after)).toBe(200);
    await restart('GetMe');
    expect(await me(before)).toBe(200);
    expect((await keys()).map(({ kid }) => kid)).toEqual(expect.arrayContaining(kids));
  });

  test('takes a token of the key before for another proof, and answers with one of the present key', async () => {
    const { email } = await client.register();
    const before = await login('jwt', email);
    await rotate('jwt');
    await restart('ReauthenticateJwt');
    const json = { password: PASSWORD };
    const answer = await client.send('POST', '/reauthenticate/jwt', { token: before, json });
    expect(answer.status).toBe(200);
    const after = answer.json.access_token;
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    expect({ before: await me(before), after: await me(after) }).toEqual({
      before: 401,
      after: 200,
    });
  });

  test('takes no token of a key that was rotated twice', async () => {
    const { email } = await client.register();
    const token = await login('web', email);
    await rotate('web');
    await rotate('web');
    await restart('GetMe');
    expect(await me(token)).toBe(401);
  });

  test('takes no forged token', async () => {
    const { email } = await client.register();
    await Promise.all(['GetMe', 'Jwks', 'LoginJwt', 'LoginWeb'].map(restart));
    const token = await login('jwt', email);
    const { kid } = decodeProtectedHeader(token);
    const [head, body = '', signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const published = (await keys()).find((jwk) => jwk.kid === kid) as JWK;
    const pem = await exportSPKI((await importJWK(published, 'RS256')) as never);
    const header = { typ: 'at+jwt', kid };
    const hmac = (secret: string) =>
      new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(Buffer.from(secret));
    const toWeb = { ...claims, aud: 'users-api:access:web' };
    const encoded = Buffer.from(JSON.stringify(toWeb)).toString('base64url');
    const forged = [
      new UnsecuredJWT(claims).encode(),
      await hmac(pem),
      await hmac(JSON.stringify(published)),
      [head, encoded, signature].join('.'),
      [head, body, ''].join('.'),
    ];
    expect(await me(token)).toBe(200);
    for (const each of forged) expect(await me(each)).toBe(401);
  });

  test('grants no right to a secret that is not used', async () => {
    const root = await client.superuser();
    for (const backend of ['jwt', 'web']) {
      const token = await login(backend, root.user.email);
      const as = async (method: string, path: string, json?: unknown) => {
        const answer = await client.send(method, path, { token, json });
        expect(answer.status).toBe(method === 'DELETE' ? 204 : 200);
        return answer;
      };
      const user = await client.register();
      expect((await as('GET', '?limit=1')).headers.get('link')).toContain('cursor=');
      await as('PATCH', '/me', {});
      await as('GET', '/me/export');
      await as('GET', `/${user.id}`);
      await as('PATCH', `/${user.id}`, {});
      await as('DELETE', `/${user.id}/sessions`);
      await as('DELETE', `/${user.id}/lockout`);
      await as('DELETE', `/${user.id}`);
      await as('DELETE', '/me/sessions');
      const other = await client.register();
      const proved = await client.send('POST', `/reauthenticate/${backend}`, {
        token: await login(backend, other.email),
        json: { password: PASSWORD },
      });
      expect(proved.status).toBe(200);
      const deleted = await client.send('DELETE', '/me', {
        token: proved.json.access_token,
        json: { current_password: PASSWORD },
      });
      expect(deleted.status).toBe(204);
      const logout = await client.send('POST', `/logout/${backend}`, { token });
      expect(logout.status).toBe(204);
    }
    const { email } = await client.verified();
    const json = { token: await client.resetToken(email), password: OTHER_PASSWORD };
    expect((await client.send('POST', '/reset-password', { json })).status).toBe(200);
    const secrets = system.permissions.unused().filter((each) => each.includes('secretsmanager:'));
    // What ends all logins has a test of its own.
    expect(secrets.filter((each) => !each.startsWith('UsersEndLogins'))).toEqual([]);
  });
});

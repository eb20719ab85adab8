import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Generated,
  type GeneratedClient,
  type Got,
  generateClients,
} from './support/clients.ts';
import { type Server, startOurs, startPeer } from './support/servers.ts';

const PASSWORD = 'correct horse battery';
const SECOND_PASSWORD = 'staple and paperclip';
const THIRD_PASSWORD = 'a third one, by mail';

interface Walk {
  readonly client: GeneratedClient;
  readonly server: Server;
  readonly email: string;
}

interface Step {
  readonly name: string;
  readonly go: (walk: Walk) => Promise<Got>;
  /** What FastAPI Users answers, its user's id and the reason of a refusal aside. */
  readonly expected: (walk: Walk) => object;
}

const user = ({ email }: Walk, is_verified = false) => ({
  id: expect.any(String),
  email,
  is_active: true,
  is_superuser: false,
  is_verified,
});

/** The address is verified before the reset, which verifies it here as well. */
const STEPS: readonly Step[] = [
  {
    name: 'register',
    go: ({ client, email }) => client.register({ email, password: PASSWORD }),
    expected: (walk) => ({ status: 201, body: user(walk) }),
  },
  {
    name: 'register again',
    go: ({ client, email }) => client.register({ email, password: PASSWORD }),
    expected: () => ({ status: 400, body: { detail: 'REGISTER_USER_ALREADY_EXISTS' } }),
  },
  {
    name: 'a short password',
    go: ({ client, email }) => client.register({ email: `x${email}`, password: 'short' }),
    expected: () => ({
      status: 400,
      body: { detail: { code: 'REGISTER_INVALID_PASSWORD', reason: expect.any(String) } },
    }),
  },
  {
    name: 'a wrong login',
    go: ({ client, email }) => client.login(email, SECOND_PASSWORD),
    expected: () => ({ status: 400, body: { detail: 'LOGIN_BAD_CREDENTIALS' } }),
  },
  {
    name: 'login',
    go: ({ client, email }) => client.login(email, PASSWORD),
    expected: () => ({
      status: 200,
      body: { access_token: expect.any(String), token_type: 'bearer' },
    }),
  },
  {
    name: 'me',
    go: ({ client }) => client.me(),
    expected: (walk) => ({ status: 200, body: user(walk) }),
  },
  {
    name: 'a form that leaves the password empty',
    go: ({ client, email }) => client.change({ email, password: null, is_active: true }),
    expected: (walk) => ({ status: 200, body: user(walk) }),
  },
  {
    name: 'a new password',
    go: ({ client }) => client.change({ password: SECOND_PASSWORD }),
    expected: (walk) => ({ status: 200, body: user(walk) }),
  },
  {
    name: 'me after that',
    go: ({ client }) => client.me(),
    expected: (walk) => ({ status: 200, body: user(walk) }),
  },
  {
    name: 'ask to verify the address',
    go: ({ client, email }) => client.requestVerify(email),
    expected: () => ({ status: 202 }),
  },
  {
    name: 'verify it by the mailed token',
    go: async ({ client, server, email }) =>
      client.verify(await server.mailed('after-request-verify', email)),
    expected: (walk) => ({ status: 200, body: user(walk, true) }),
  },
  {
    name: 'forgot the password',
    go: ({ client, email }) => client.forgot(email),
    expected: () => ({ status: 202 }),
  },
  {
    name: 'reset it by the mailed token',
    go: async ({ client, server, email }) =>
      client.reset(await server.mailed('after-forgot-password', email), THIRD_PASSWORD),
    expected: () => ({ status: 200 }),
  },
  {
    name: 'login with the new one',
    go: ({ client, email }) => client.login(email, THIRD_PASSWORD),
    expected: () => ({ status: 200, body: { token_type: 'bearer' } }),
  },
  {
    name: 'logout',
    go: ({ client }) => client.logout(),
    expected: () => ({ status: 204 }),
  },
];

/** Made from the library's own OpenAPI document; only the base URL differs between the servers. */
describe('clients that were generated for FastAPI Users', () => {
  let servers: Readonly<Record<string, Server>>;
  let generated: Generated;

  beforeAll(async () => {
    const [peer, ours] = await Promise.all([startPeer(), startOurs('test/apps/peer.ts')]);
    servers = { 'FastAPI Users, as control': peer, 'this API': ours };
    generated = await generateClients(peer.url);
  }, 120_000);
  afterAll(async () => {
    await generated?.remove();
    await Promise.all(Object.values(servers ?? {}).map((server) => server.stop()));
  });

  describe.each(['FastAPI Users, as control', 'this API'])('pass on %s', (name) => {
    describe.each(['@hey-api/openapi-ts', 'openapi-typescript-codegen'])('with %s', (generator) => {
      let walk: Walk;
      beforeAll(() => {
        const server = servers[name] as Server;
        const connect = generated.clients[generator] as Generated['clients'][string];
        const email = `ada-${randomUUID()}@example.com`;
        walk = { client: connect(server.url), server, email };
      });

      test.each(STEPS)('$name', async ({ go, expected }) => {
        expect(await go(walk)).toMatchObject(expected(walk));
      });
    });
  });
});

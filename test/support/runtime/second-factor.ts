/** Users who have a second factor, and are known by one. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { TOTP } from 'otpauth';
import type { User } from '../../../lambda/users/user.ts';
import { type Key, keyOf } from '../../../lib/contract/item-keys.ts';
import type { OAuthClientSettings } from '../../../lib/contract/oauth.ts';
import { TestSecret } from '../aws/aws-clients.ts';
import { CLIENT, OpenIdProvider } from '../oauth/openid-provider.ts';
import { PASSKEY_SETTINGS } from '../passkeys/passkey-domain.ts';
import { SoftwareAuthenticator } from '../passkeys/software-authenticator.ts';
import { PASSWORD } from '../passwords.ts';
import type { TestRequest } from './api-event.ts';
import type { Answer } from './invoke.ts';
import { COOKIE_BACKEND, JWT_BACKEND, startRuntime, type TestRuntime } from './runtime.ts';

type Operator = (input: Record<string, unknown>) => Promise<User>;
type Relay = (event: DynamoDBStreamEvent) => Promise<unknown>;
type Mailed = { readonly token: string; readonly code: string };

const URL_OF_API = 'https://api.example.com/users';
export const MFA_URL = 'https://app.example.com/second-factor';
const REFRESHED = {
  ...JWT_BACKEND,
  strategy: {
    ...JWT_BACKEND.strategy,
    refresh: { lifetime: 3600, reuseInterval: 10, secretArn: TestSecret.ARN },
  },
};
const SECRETS = ['MFA', 'MFA_TOKEN', 'OAUTH_CLIENT', 'OAUTH_STATE', 'EMAIL_ATTEMPT'];

/** A user with a second factor, and a login from before it was there. */
export interface Ada {
  readonly id: string;
  readonly email: string;
  /** The account at the provider. */
  readonly subject: string;
  readonly login: Answer;
  /** With a passkey of the user. */
  readonly authenticator: SoftwareAuthenticator;
  readonly passkey: string;
  /** Of the authenticator app. */
  readonly secret: string;
  /** Those that were not used yet. */
  readonly recoveryCodes: string[];
}

export const bearer = ({ body }: Answer) => ({ authorization: `Bearer ${body.access_token}` });

/** The answer to a login that needs the second factor. */
export const MISSING = {
  status: 400,
  code: 'LOGIN_MFA_REQUIRED',
  methods: ['totp', 'passkey', 'recovery_code'],
  token: undefined,
  cookies: [],
};

/** What of an answer says whether a login needs the second factor. */
export const missing = ({ statusCode, body, cookies }: Answer) => ({
  status: statusCode,
  code: body?.detail?.code,
  methods: body?.detail?.methods,
  token: body?.access_token,
  // That of an attempt is cleared.
  cookies: cookies.filter((each) => !each.includes('Max-Age=0')),
});

/** Every handler, and before each test a user of its own. */
export function usersWithSecondFactor() {
  const started = {} as { provider: OpenIdProvider; runtime: TestRuntime; root: string; ada: Ada };
  let count = 0;

  beforeAll(async () => {
    const secret = new TestSecret().read('AWSCURRENT')?.SecretString;
    const provider = await OpenIdProvider.start('127.0.0.1', secret);
    provider.allow(`${URL_OF_API}/oauth/acme/callback`, `${URL_OF_API}/associate/acme/callback`);
    const client: OAuthClientSettings = {
      name: 'acme',
      provider: { kind: 'openid-connect', issuer: provider.issuer },
      clientId: CLIENT.id,
      scopes: ['openid', 'email'],
      redirectUris: {},
      linkByEmail: 'always',
      acceptsEarlier: false,
    };
    const settings = {
      BACKENDS: JSON.stringify([REFRESHED, COOKIE_BACKEND]),
      SECOND_FACTORS: JSON.stringify({ methods: ['totp', 'passkey', 'recovery_code'] }),
      ...Object.fromEntries(SECRETS.map((name) => [`${name}_SECRET_ARN`, TestSecret.ARN])),
      PASSKEYS: JSON.stringify({ ...PASSKEY_SETTINGS, challengeSecretArn: TestSecret.ARN }),
      EMAIL_CODES: JSON.stringify({ signUp: true, secretArn: TestSecret.ARN }),
      CONFIRM_EMAIL_CHANGE: 'true',
      OAUTH_CLIENT: JSON.stringify(client),
      OAUTH_CLIENTS: '[]',
      MFA_URL,
    };
    const files = { 'oauth-clients.json': JSON.stringify([client]) };
    const runtime = await startRuntime(settings, files);
    Object.assign(started, { provider, runtime });
    const email = 'root@example.com';
    await operator('create-user', { email, password: PASSWORD, is_superuser: true });
    started.root = bearer(await logIn(email)).authorization;
  });
  afterAll(async () => {
    await started.runtime.stop();
    await started.provider.stop();
  });
  beforeEach(async () => {
    started.ada = await withSecondFactor(`ada-${++count}`);
  });

  const call = (name: string, request?: TestRequest) => started.runtime.call(name, request);
  const operator = async (name: string, input: Record<string, unknown>) =>
    (await started.runtime.handler<Operator>(name))(input);
  const post = (name: string, json: object, headers = {}) =>
    call(name, { method: 'POST', json, headers });
  const logIn = (username: string, password = PASSWORD) => post('login', { username, password });

  async function withSecondFactor(name: string): Promise<Ada> {
    const email = `${name}@example.com`;
    const { id } = await operator('create-user', { email, password: PASSWORD, is_verified: true });
    const login = await logIn(email);
    started.provider.account(name, { email, email_verified: true });
    const { statusCode } = await walk('associate', name, bearer(login));
    if (statusCode !== 200) throw new Error(`the account was not added: ${statusCode}`);
    const authenticator = new SoftwareAuthenticator({ origin: PASSKEY_SETTINGS.origins[0] });
    const begun = await post('passkey-options', {}, bearer(login));
    const credential = authenticator.create(begun.body.options);
    const { challenge_token } = begun.body;
    const added = await post('add-passkey', { challenge_token, credential }, bearer(login));
    const { body: enrolment } = await post('enrol-totp', {}, bearer(login));
    const { secret } = enrolment;
    const code = new TOTP({ secret }).generate();
    const { body } = await post('confirm-totp', { code }, bearer(login));
    const { recovery_codes: recoveryCodes } = body;
    const passkey = added.body.id;
    return { id, email, subject: name, login, authenticator, passkey, secret, recoveryCodes };
  }

  /** A browser's trip to the provider and back. */
  async function walk(
    flow: 'oauth' | 'associate',
    subject: string,
    headers: Record<string, string> = {},
    accept = 'application/json',
  ): Promise<Answer> {
    const begun = await call(`${flow}-authorize`, { headers, pathParameters: { client: 'acme' } });
    const back = await started.provider.signIn(begun.body.authorization_url, subject);
    const cookies = begun.cookies.map((cookie) => cookie.split(';')[0] ?? '');
    const query = back.searchParams.toString();
    return call(`${flow}-callback`, { query, cookies, headers: { ...headers, accept } });
  }

  async function stored(key: Key) {
    const { dynamodb, tableName } = started.runtime;
    return (await dynamodb.send(new GetItemCommand({ TableName: tableName, Key: marshall(key) })))
      .Item;
  }

  /** What the relay publishes of an item that was written. */
  async function mailed(key: Key, OldImage?: object): Promise<Mailed> {
    const { bus, handler } = started.runtime;
    const images = { NewImage: await stored(key), OldImage };
    const record = { eventName: OldImage ? 'MODIFY' : 'INSERT', dynamodb: images } as never;
    await (await handler<Relay>('relay'))({ Records: [record] });
    return JSON.parse(bus.taken.at(-1)?.Detail ?? '{}');
  }

  async function asked(name: string, item: 'forgot-password' | 'request-verify' | 'request-login') {
    const { email } = started.ada;
    const { body } = await post(name, { email });
    return { ...(await mailed(keyOf(item, { email }))), ...body };
  }

  /** Goes on with a login by the next recovery code. */
  function goOn({ body }: Answer): Promise<Answer> {
    const recovery_code = started.ada.recoveryCodes.shift();
    return post('mfa-login', { mfa_token: body.detail.mfa_token, recovery_code });
  }

  /** A use of the passkey, for a login or beside other proof. */
  async function passkeyUse(userVerified: boolean) {
    const { body } = await post('passkey-login-options', {});
    const credential = started.ada.authenticator.get(body.options, { userVerified });
    return { challenge_token: body.challenge_token, credential };
  }

  return {
    started,
    ...{ goOn, passkeyUse },
    /** Of the step after the present one: the one of this was used to confirm the app. */
    nextCode: () =>
      new TOTP({ secret: started.ada.secret }).generate({ timestamp: Date.now() + 30_000 }),
    ...{ call, operator, post, logIn, walk, stored, mailed, asked },
    update: (name: string, json: object, more: TestRequest) =>
      call(name, { method: 'PATCH', json, ...more }),
    /** A request of a superuser about the user. */
    byRoot: (more: TestRequest = {}): TestRequest => ({
      headers: { authorization: started.root },
      pathParameters: { id: started.ada.id },
      ...more,
    }),
    async confirmLogin(): Promise<Answer> {
      const { attempt_token, code } = await asked('request-login', 'request-login');
      return post('confirm-login', { attempt_token, code });
    },
  };
}

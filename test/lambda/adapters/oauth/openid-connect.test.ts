import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { OpenIdConnect } from '../../../../lambda/adapters/oauth/openid-connect.ts';
import { CLIENT, OpenIdProvider } from '../../../support/oauth/openid-provider.ts';

const REDIRECT_URI = 'https://api.example.com/users/oauth/oidc/callback';

const randomString = () => randomBytes(32).toString('base64url');

const newAttempt = () => ({
  state: randomString(),
  nonce: randomString(),
  codeVerifier: randomString(),
});

describe('an OpenID provider', () => {
  let provider: OpenIdProvider;
  let client: OpenIdConnect;
  let options: ConstructorParameters<typeof OpenIdConnect>[0];

  beforeAll(async () => {
    provider = await OpenIdProvider.start();
    provider.allow(REDIRECT_URI);
    provider.account('ada', { email: 'ada@example.com', email_verified: true });
    options = {
      issuer: provider.issuer,
      clientId: CLIENT.id,
      clientSecret: async () => CLIENT.secret,
      scopes: ['openid', 'email'],
      redirectUri: REDIRECT_URI,
    };
    client = new OpenIdConnect(options);
  });
  afterEach(() => provider.behave());
  afterAll(() => provider.stop());

  /** From the provider's pages back: the attempt, and the parameters of the callback. */
  async function comeBack(subject = 'ada', by = client) {
    const attempt = newAttempt();
    const url = await by.authorizationUrl(attempt);
    const { searchParams } = await provider.signIn(url, subject);
    return { attempt, parameters: searchParams };
  }

  async function identify(subject = 'ada', by = client) {
    const { attempt, parameters } = await comeBack(subject, by);
    return by.identify(parameters, attempt);
  }

  test('is asked for a code, with PKCE by S256, state and nonce', async () => {
    const attempt = newAttempt();
    const url = new URL(await client.authorizationUrl(attempt));
    expect(`${url.origin}${url.pathname}`).toBe(`${provider.issuer}/auth`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: REDIRECT_URI,
      scope: 'openid email',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain(attempt.codeVerifier);
  });

  test('says who has signed in, and vouches for a verified address', async () => {
    expect(await identify()).toEqual({
      subject: 'ada',
      email: 'ada@example.com',
      isAuthoritative: true,
    });
  });

  test.each([
    ['not verified', { email: 'eve@example.com', email_verified: false }],
    ['not said to be verified', { email: 'eve@example.com' }],
    ['not there', {}],
  ])('vouches for no address that is %s', async (_, account) => {
    provider.account('eve', account);
    expect(await identify('eve')).toEqual({ subject: 'eve', isAuthoritative: false });
  });

  test('vouches only by true, not by a text that says so', async () => {
    provider.misbehaviour.claims = (claims) => ({
      ...claims,
      email: 'ada@example.com',
      email_verified: 'true',
    });
    expect(await identify()).toEqual({ subject: 'ada', isAuthoritative: false });
  });

  test.each<[string, object, boolean]>([
    ['of Gmail', { email: 'Ada@Gmail.com' }, true],
    ['of a Workspace', { email: 'ada@example.com', hd: 'example.com' }, true],
    ['at another mail service', { email: 'ada@example.com' }, false],
    ['at a domain that ends like Gmail’s', { email: 'ada@notgmail.com' }, false],
    ['with a domain that is no text', { email: 'ada@example.com', hd: true }, false],
    ['with an empty domain', { email: 'ada@example.com', hd: '' }, false],
    ['of Gmail that is not verified', { email: 'a@gmail.com', email_verified: false }, false],
  ])('like Google is the authority for an address %s: %j %s', async (_, changed, expected) => {
    provider.misbehaviour.claims = (claims) => ({ ...claims, email_verified: true, ...changed });
    const google = new OpenIdConnect({ ...options, addresses: 'google' });
    expect(await identify('ada', google)).toMatchObject({ isAuthoritative: expected });
  });

  test.each([
    ['another nonce', { nonce: 'other' }],
    ['no nonce', { nonce: undefined }],
    ['another audience', { aud: 'another-client' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['an audience of several without azp', { aud: ['users-api', 'another-client'] }],
    ['several audiences and another azp', { aud: ['users-api', 'x'], azp: 'another-client' }],
    ['an end in the past', { exp: 1 }],
    ['no subject', { sub: undefined }],
  ])('is not believed an ID token with %s', async (_, changed) => {
    provider.misbehaviour.claims = (claims) => ({ ...claims, ...changed });
    await expect(identify()).rejects.toMatchObject({ code: 'OAUTH_INVALID_RESPONSE' });
  });

  test('is not believed a discovery document of another issuer', async () => {
    // The same server by another name, which its document does not give.
    const { port } = new URL(provider.issuer);
    const other = new OpenIdConnect({ ...options, issuer: `http://localhost:${port}` });
    await expect(other.authorizationUrl(newAttempt())).rejects.toMatchObject({
      code: 'OAUTH_INVALID_RESPONSE',
    });
  });

  test('is not believed an ID token that another key has signed', async () => {
    provider.misbehaviour.foreignKey = true;
    await expect(identify()).rejects.toMatchObject({ code: 'OAUTH_INVALID_RESPONSE' });
  });

  test.each(['state', 'iss'])('is not asked when %s is another or missing', async (name) => {
    const { attempt, parameters } = await comeBack();
    const before = provider.exchanges;
    for (const value of ['https://evil.example', undefined]) {
      const changed = new URLSearchParams(parameters);
      if (value === undefined) changed.delete(name);
      else changed.set(name, value);
      await expect(client.identify(changed, attempt)).rejects.toMatchObject({
        code: 'OAUTH_INVALID_RESPONSE',
      });
    }
    expect(provider.exchanges).toBe(before);
  });

  test('takes a code once, and only from the client that asked for it', async () => {
    const { attempt, parameters } = await comeBack();
    const other = { ...attempt, codeVerifier: randomString() };
    const refused = { code: 'OAUTH_REFUSED', reason: 'invalid_grant' };
    await expect(client.identify(parameters, other)).rejects.toMatchObject(refused);
    const again = await comeBack();
    await client.identify(again.parameters, again.attempt);
    await expect(client.identify(again.parameters, again.attempt)).rejects.toMatchObject(refused);
  });

  test.each([
    ['access_denied', 'access_denied'],
    ['<script>', 'invalid_error'],
  ])('may refuse with the error %s, told as %s', async (error, reason) => {
    const attempt = newAttempt();
    const { state } = attempt;
    const parameters = new URLSearchParams({ error, state, iss: provider.issuer });
    await expect(client.identify(parameters, attempt)).rejects.toMatchObject({
      code: 'OAUTH_REFUSED',
      reason,
    });
  });

  test('that does not know the secret is a mistake of the operator', async () => {
    const wrong = new OpenIdConnect({ ...options, clientSecret: async () => 'wrong' });
    await expect(identify('ada', wrong)).rejects.toThrow('compare its id and secret');
  });

  test.each([500, 503, 429])('that answers %i is out of service', async (status) => {
    const { attempt, parameters } = await comeBack();
    provider.misbehaviour.tokenStatus = status;
    await expect(client.identify(parameters, attempt)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  test('that answers what is no JSON is not believed', async () => {
    const { attempt, parameters } = await comeBack();
    provider.misbehaviour.tokenStatus = 200;
    await expect(client.identify(parameters, attempt)).rejects.toMatchObject({
      code: 'OAUTH_INVALID_RESPONSE',
    });
  });

  test('that is not there is out of service, and is asked again the next time', async () => {
    const other = await OpenIdProvider.start();
    const away = new OpenIdConnect({ ...options, issuer: other.issuer });
    await other.stop();
    for (let attempt = 1; attempt <= 2; attempt++) {
      await expect(away.authorizationUrl(newAttempt())).rejects.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
      });
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { type HttpServer, startHttpServer } from '../../src/gateway/http-server.ts';
import { JwtAuthorizer } from '../../src/gateway/jwt-authorizer.ts';

const AUDIENCE = 'orders';
let server: HttpServer;
let issuer: string;
let rsa: { privateKey: CryptoKey; publicKey: CryptoKey };
let ec: { privateKey: CryptoKey; publicKey: CryptoKey };
let keys: JWK[];
let documents: Record<string, unknown>;

beforeAll(async () => {
  server = await startHttpServer(0);
  issuer = `${server.url}/users`;
  rsa = await generateKeyPair('RS256', { extractable: true });
  ec = await generateKeyPair('ES256', { extractable: true });
  keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256' },
  ];
  documents = {
    '/users/.well-known/openid-configuration': { issuer, jwks_uri: `${server.url}/keys` },
    '/keys': { keys },
  };
  server.handle(async ({ url = '' }) => ({
    status: url in documents ? 200 : 404,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(JSON.stringify(documents[url] ?? {})),
  }));
});
afterAll(() => server.stop());

const authorizer = (changes: Record<string, unknown> = {}) =>
  new JwtAuthorizer({
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: issuer, Audience: [AUDIENCE], ...changes },
  });
const CLAIMS = () => ({ iss: issuer, aud: AUDIENCE, sub: 'ada', tv: 1 });
const signed = (
  key: CryptoKey | Uint8Array,
  header: { alg: string; kid?: string },
  claims: Record<string, unknown> = {},
) =>
  new SignJWT({ ...CLAIMS(), exp: Math.floor(Date.now() / 1000) + 60, ...claims })
    .setProtectedHeader(header)
    .sign(key);
const good = () => signed(rsa.privateKey, { alg: 'RS256', kid: 'rsa' });

describe('a JWT authorizer', () => {
  test('gives the claims of a token as texts', async () => {
    const authorization = `Bearer ${await good()}`;
    expect(await authorizer().authorize({ headers: { authorization } })).toEqual({
      context: {
        jwt: {
          claims: { ...CLAIMS(), tv: '1', exp: expect.stringMatching(/^\d+$/) },
          scopes: null,
        },
      },
    });
  });

  test('takes a token without a scheme, and from the header it is told', async () => {
    const other = new JwtAuthorizer({
      IdentitySource: ['$request.header.X-Token'],
      JwtConfiguration: { Issuer: issuer, Audience: [AUDIENCE] },
    });
    expect(await other.authorize({ headers: { 'x-token': await good() } })).toHaveProperty(
      'context',
    );
  });

  test('refuses a request without a token', async () => {
    expect(await authorizer().authorize({ headers: {} })).toMatchObject({
      refusal: { status: 401, headers: { 'www-authenticate': 'Bearer' } },
    });
  });

  test.each<[string, () => string | Promise<string>]>([
    ['no token', () => 'nonsense'],
    ['a token without a signature', () => new UnsecuredJWT(CLAIMS()).encode()],
    ['a token without a key id', () => signed(rsa.privateKey, { alg: 'RS256' })],
    ['a key id that is not published', () => signed(rsa.privateKey, { alg: 'RS256', kid: 'x' })],
    ['an algorithm other than RSA', () => signed(ec.privateKey, { alg: 'ES256', kid: 'ec' })],
    [
      'the public key as a secret',
      async () =>
        signed(Buffer.from(await exportSPKI(rsa.publicKey)), { alg: 'HS256', kid: 'rsa' }),
    ],
    ['another issuer', () => signed(rsa.privateKey, { alg: 'RS256', kid: 'rsa' }, { iss: 'x' })],
    ['another audience', () => signed(rsa.privateKey, { alg: 'RS256', kid: 'rsa' }, { aud: 'x' })],
    ['an expired token', () => signed(rsa.privateKey, { alg: 'RS256', kid: 'rsa' }, { exp: 1 })],
  ])('refuses %s', async (_, token) => {
    const authorization = `Bearer ${await token()}`;
    expect(await authorizer().authorize({ headers: { authorization } })).toMatchObject({
      refusal: {
        status: 401,
        headers: { 'www-authenticate': expect.stringMatching(/^Bearer .*error="invalid_token"/) },
        body: Buffer.from('{"message":"Unauthorized"}'),
      },
    });
  });

  test('asks an issuer again that did not answer', async () => {
    const late = authorizer({ Issuer: `${server.url}/late` });
    const claims = { iss: `${server.url}/late` };
    const token = await signed(rsa.privateKey, { alg: 'RS256', kid: 'rsa' }, claims);
    expect(await late.authorize({ headers: { authorization: token } })).toHaveProperty('refusal');
    documents['/late/.well-known/openid-configuration'] = { jwks_uri: `${server.url}/keys` };
    expect(await late.authorize({ headers: { authorization: token } })).toHaveProperty('context');
  });
});

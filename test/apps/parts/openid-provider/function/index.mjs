/**
 * An OpenID provider without a memory. A test says in `login_hint` what is to be said of the account that signs
 * in; that goes into the code, and comes back with it to the token endpoint, signed in between. It has two issuers,
 * one at `/other`.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
 */
import { createHash, createHmac, createPublicKey, sign, timingSafeEqual } from 'node:crypto';

const { CLIENT_ID, CLIENT_SECRET, CODE_KEY, ISSUER, SIGNING_KEY, FOREIGN_KEY } = process.env;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (text) => JSON.parse(Buffer.from(text, 'base64url').toString());
const macOf = (text) => createHmac('sha256', CODE_KEY).update(text).digest('base64url');
const json = (body, statusCode = 200) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Text that only this provider makes: a code, or an access token. */
function seal(value) {
  const text = encode(value);
  return `${text}.${macOf(text)}`;
}

function unseal(sealed = '') {
  const [text = '', mac = ''] = sealed.split('.');
  const [expected, got] = [macOf(text), mac].map((each) => Buffer.from(each));
  const isOwn = expected.length === got.length && timingSafeEqual(expected, got);
  return isOwn ? decode(text) : undefined;
}

/** RS256, RFC 7518, 3.3. */
function idToken(claims, key) {
  const signed = `${encode({ alg: 'RS256', kid: 'own' })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

const discovery = (issuer) =>
  json({
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/me`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  });

function keys() {
  const { n, e } = createPublicKey(SIGNING_KEY).export({ format: 'jwk' });
  return json({ keys: [{ kty: 'RSA', n, e, kid: 'own', alg: 'RS256', use: 'sig' }] });
}

/** Signs in whom the test says, without a page. */
function authorize(issuer, query) {
  const { client_id, redirect_uri, state, nonce, code_challenge, code_challenge_method } = query;
  if (client_id !== CLIENT_ID || code_challenge_method !== 'S256' || !query.login_hint) {
    return json({ error: 'invalid_request' }, 400);
  }
  const account = decode(query.login_hint);
  const code = seal({ issuer, redirect_uri, nonce, code_challenge, account });
  const location = new URL(redirect_uri);
  for (const [name, value] of Object.entries({ code, state, iss: issuer })) {
    location.searchParams.set(name, value);
  }
  return { statusCode: 303, headers: { location: location.href } };
}

/** RFC 6749, 4.1.3, with PKCE, RFC 7636, 4.6. */
function exchange(issuer, form, authorization = '') {
  const [id, secret] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':')
    .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  if (id !== CLIENT_ID || secret !== CLIENT_SECRET) return json({ error: 'invalid_client' }, 401);
  const code = unseal(form.get('code') ?? '');
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (
    code?.issuer !== issuer ||
    code.redirect_uri !== form.get('redirect_uri') ||
    code.code_challenge !== challenge
  ) {
    return json({ error: 'invalid_grant' }, 400);
  }
  const { subject, userInfo, claims, foreignKey, tokenStatus } = code.account;
  if (tokenStatus) return { statusCode: tokenStatus, body: 'out of order' };
  const now = Math.floor(Date.now() / 1000);
  const said = {
    iss: issuer,
    aud: CLIENT_ID,
    sub: subject,
    nonce: code.nonce,
    iat: now,
    exp: now + 60,
  };
  return json({
    token_type: 'Bearer',
    expires_in: 60,
    access_token: seal({ sub: subject, ...userInfo }),
    id_token: idToken({ ...said, ...claims }, foreignKey ? FOREIGN_KEY : SIGNING_KEY),
  });
}

function userInfo(authorization = '') {
  const account = unseal(authorization.replace(/^Bearer /, ''));
  return account === undefined ? json({ error: 'invalid_token' }, 401) : json(account);
}

export async function handler({
  rawPath,
  body = '',
  isBase64Encoded,
  headers,
  queryStringParameters,
}) {
  const [, tenant = '', place] = /^(\/other)?(\/.*)$/.exec(rawPath) ?? [];
  const issuer = `${ISSUER}${tenant}`;
  const form = () =>
    new URLSearchParams(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
  switch (place) {
    case '/.well-known/openid-configuration':
      return discovery(issuer);
    case '/jwks':
      return keys();
    case '/auth':
      return authorize(issuer, queryStringParameters ?? {});
    case '/token':
      return exchange(issuer, form(), headers.authorization);
    case '/me':
      return userInfo(headers.authorization);
    default:
      return json({ error: 'not_found' }, 404);
  }
}

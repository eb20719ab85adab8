/** What fields of bodies, queries and responses are, for readers of the OpenAPI document. */

interface Field {
  readonly description: string;
  readonly examples?: readonly unknown[];
  /** What the code checks that a schema of zod doesn't tell. */
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
}

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTlhIn0.c2lnbmF0dXJl';
const TIME = 'RFC 3339, UTC.';
const SECRET = 'K7Q2'.repeat(8);

/** By their names, which mean the same wherever they are. */
export const FIELDS: Readonly<Record<string, Field>> = {
  id: {
    description: 'UUID, version 7: ids sort by age.',
    examples: ['019ab5f0-6d2c-7c3e-8a51-3f0c2f4e9d10'],
  },
  email: {
    description:
      'One ASCII address, of at most 254 characters. It is compared and stored in lower case, an internationalised domain as punycode.',
    format: 'email',
    maxLength: 254,
    examples: ['ada@example.com'],
  },
  username: { description: 'The address of the user.', examples: ['ada@example.com'] },
  password: { description: 'The password.', examples: ['correct horse battery staple'] },
  current_password: {
    description: 'The password that the user has, as proof where the login is not recent.',
    examples: ['correct horse battery staple'],
  },
  token: { description: 'The token that was mailed.', examples: [TOKEN] },
  attempt_token: {
    description:
      'What the answer to the request for the code had: proof that this browser asked. A backend with cookies has it in one as well.',
    examples: [TOKEN],
  },
  is_active: { description: 'An inactive user can not sign in.', examples: [true] },
  is_superuser: { description: 'A superuser administers users.', examples: [false] },
  is_verified: { description: 'The address is known to be of the user.', examples: [false] },
  created_at: { description: TIME, examples: ['2026-01-01T00:00:00.000Z'] },
  updated_at: { description: TIME, examples: ['2026-01-01T00:00:00.000Z'] },
  last_used_at: { description: TIME, examples: ['2026-01-01T00:05:00.000Z'] },
  exported_at: { description: TIME, examples: ['2026-01-01T00:00:00.000Z'] },
  access_token: { description: 'The credential.', examples: [TOKEN] },
  token_type: { description: 'How the credential is sent.' },
  expires_in: { description: 'Seconds until the credential expires.', examples: [3600] },
  refresh_token: {
    description: 'Exchanged, once, for the next one and an access token.',
    examples: [TOKEN],
  },
  refresh_expires_in: {
    description: 'Seconds until the refresh token expires.',
    examples: [2_592_000],
  },
  backend: { description: 'Name of the authentication backend.', examples: ['jwt'] },
  ip: { description: 'Source address of the login.', examples: ['203.0.113.7'] },
  user_agent: { description: '`User-Agent` of the login.', examples: ['Mozilla/5.0'] },
  current: { description: 'Whether it is the session of this request.', examples: [true] },
  client: { description: 'Name of the OAuth client.', examples: ['google'] },
  issuer: {
    description: 'The provider, as it identifies itself.',
    examples: ['https://accounts.google.com'],
  },
  subject: {
    description: "The provider's own id of the account.",
    examples: ['110169484474386276334'],
  },
  challenge_token: {
    description: 'Of the options that were asked for, for five minutes.',
    examples: [TOKEN],
  },
  credential: {
    description: 'What `toJSON()` of the `PublicKeyCredential` gives that the browser returned.',
  },
  conditional: {
    description:
      'Whether the browser may make the passkey by itself, as after a login by password (`mediation: "conditional"`).',
  },
  name: { description: 'What the user calls it, in 1 to 64 characters.', examples: ['My phone'] },
  options: { description: 'For `navigator.credentials`.' },
  authenticator: {
    description: 'Name of the product, if it is known.',
    examples: ['Google Password Manager'],
  },
  synced: { description: 'Whether it is kept on more than one device.', examples: [true] },
  transports: { description: 'How browsers reach the authenticator.', examples: [['internal']] },
  authorization_url: {
    description: 'Where to send the browser.',
    examples: ['https://accounts.google.com/o/oauth2/v2/auth?client_id=example'],
  },
  limit: { description: 'How many users to return at most.', default: 50, examples: [50] },
  cursor: { description: 'Where to go on: from the `Link` of the page before.' },
  state: { description: 'Of the attempt, as the provider returns it.', examples: ['qJ9mVtXw'] },
  code: {
    description: 'The six digits that the authenticator app shows now.',
    examples: ['287082'],
  },
  recovery_code: {
    description: 'One of the recovery codes, however it is written.',
    examples: ['4f7k2m-9x0q3r-8h12cd-5v0j89'],
  },
  mfa_token: {
    description: 'What the login goes on with, from its refusal with `LOGIN_MFA_REQUIRED`.',
    examples: [TOKEN],
  },
  totp: { description: 'Whether an authenticator app is in force.', examples: [true] },
  recovery_codes_left: { description: 'How many recovery codes are left.', examples: [9] },
  recovery_codes: {
    description: 'Shown this once.',
    examples: [['4f7k2m-9x0q3r-8h12cd-5v0j89']],
  },
  passkeys: { description: 'Passkeys, or how many there are.' },
  secret: {
    description: 'What is typed into an app, in Base32.',
    examples: [SECRET],
  },
  uri: {
    description: 'The same for a QR code.',
    examples: [
      `otpauth://totp/Acme%20Shop:ada%40example.com?issuer=Acme%20Shop&secret=${SECRET}&algorithm=SHA1&digits=6&period=30`,
    ],
  },
  expires_at: { description: TIME, examples: ['2026-01-01T00:10:00.000Z'] },
  error: { description: "The provider's refusal.", examples: ['access_denied'] },
  file: { description: 'A file of the page, which is what is returned without it.' },
  keys: { description: 'RFC 7517: one key for each `kid`.' },
  jwks_uri: {
    description: 'Where the public keys are.',
    examples: ['https://auth.example.com/users/.well-known/jwks.json'],
  },
};

/** Those that mean something else in the body of one action, by its name. */
export const FIELDS_OF_ACTIONS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  'confirm-login': {
    code: {
      description: 'The eight digits that were mailed, or what stands behind the `#` of the link.',
      examples: ['31415926'],
    },
  },
};

/** Those that mean something else in a query. */
export const QUERY_FIELDS: Readonly<Record<string, Field>> = {
  code: { description: "The provider's code, if it has not refused.", examples: ['4/0AfJohXk'] },
  email: {
    description: 'Only the user with this address, if there is one.',
    examples: ['ada@example.com'],
  },
};

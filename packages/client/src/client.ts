/** The calls of a users API, one method each. */
import { authenticatedFetch } from './authenticated-fetch.ts';
import type { Backend } from './backend.ts';
import { type Call, makeCalls, type Result, resultOf } from './calls.ts';
import type { BackendName, ClientOf } from './document.ts';
import type { Layout } from './layout.ts';
import { invalidClient, segment } from './path.ts';
import type { UsersClient } from './users-client.ts';

export interface UsersClientOptions<BackendName extends string = string> {
  /** Of the API, its base path included: the output `Url` of the stack, or in a browser only a path such as `/users`. */
  readonly url: string;

  /** How users sign in: `bearer()` or `cookie()`, as the stack has it. */
  readonly backend: Backend<BackendName>;

  /**
   * Where the routes are: `fastApiUsers()` for a stack with `RouteLayout.fastApiUsers()`.
   *
   * @default - the standard layout
   */
  readonly layout?: Layout;

  /**
   * Other origins that `fetch` may send the credential to, such as `https://orders.example.com`.
   *
   * @default - only that of `url`
   */
  readonly origins?: readonly string[];

  /**
   * Milliseconds to wait for an answer. API Gateway waits 30 seconds for a function.
   *
   * @default 30000
   */
  readonly timeout?: number;

  /**
   * Sent with every call, such as the cookies of a request that a server answers.
   *
   * @default - none
   */
  readonly headers?: Readonly<Record<string, string>>;

  /**
   * Whether open tabs of this origin are signed in and out together.
   *
   * @default - in a browser; a server has a client for each request, and they have to stay apart
   */
  readonly shared?: boolean;

  /** @default - that of the platform */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A client of one users API, for browsers and Node.js.
 *
 * @example
 * const users = createUsersClient({ url: '/users', backend: cookie() });
 * const { error } = await users.login({ email, password });
 * if (error?.code === 'LOGIN_BAD_CREDENTIALS') show('Wrong address or password.');
 *
 * @template Paths the interface `paths` that `openapi-typescript` makes of the stack's document: routes, fields and codes
 *   are then those of the stack
 * @template HookCode codes that the stack's hooks refuse with
 */
export function createUsersClient<Paths = unknown, HookCode extends string = never>({
  url: given,
  backend,
  layout = (path) => path,
  origins = [],
  timeout = 30_000,
  headers = {},
  shared = 'document' in globalThis && 'BroadcastChannel' in globalThis,
  fetch = (input, init) => globalThis.fetch(input, init),
}: UsersClientOptions<BackendName<Paths>>): ClientOf<Paths, HookCode> {
  const url = given.replace(/\/+$/, '');
  const calls = makeCalls({ url, backend, layout, shared, timeout, headers, fetch });
  const { login } = calls;

  const open = <Data, Code extends string>(call: Call): Promise<Result<Data, Code>> =>
    resultOf(() => calls.send(call));
  const signedIn = <Data, Code extends string>(make: () => Call): Promise<Result<Data, Code>> =>
    resultOf(() => calls.sendSignedIn(make()));
  const callback = (flow: string, client: string, query: string): Call => ({
    ...get(`/${flow}/${segment(client, invalidClient)}/callback?${query.replace(/^\?/, '')}`),
    cookies: true,
    // By cookie there is nothing to say of a login.
    isAnswer: flow === 'oauth' ? undefined : isObject,
  });

  const signIn = <Data, Code extends string>(
    path: string,
    body: unknown,
  ): Promise<Result<Data, Code>> =>
    resultOf(() => calls.signIn(post(`/login/${backend.name}${path}`, body)));

  const client: UsersClient = {
    register: (body) => open(post('/register', body, isObject)),
    login: ({ email, password }) =>
      // A form needs no preflight.
      signIn('', new URLSearchParams({ username: email, password })),
    finishLogin: (body) => signIn('/mfa', body),
    beginPasskeyLogin: () => open(post(`/login/${backend.name}/passkey/options`, {}, isObject)),
    loginByPasskey: (body) => signIn('/passkey', body),
    requestCode: (body) => open(post(`/login/${backend.name}/email`, body, isObject)),
    loginByCode: (body) => signIn('/email/confirm', body),
    reauthenticate: (body) =>
      resultOf(() => calls.signIn(post(`/reauthenticate/${backend.name}`, body), true)),
    logout: () => resultOf(() => calls.logout(post(`/logout/${backend.name}`))),
    me: () => signedIn(() => get('/me')),
    // Exclusively, as a new password brings a new cookie, which no refresh may replace.
    updateMe: (body) =>
      resultOf(() =>
        login.exclusively(() =>
          calls.sendSignedIn({ ...post('/me', body, isObject), method: 'PATCH' }, true),
        ),
      ),
    deleteMe: (proof) => resultOf(() => calls.leave(del('/me', proof))),
    exportMe: () => signedIn(() => get('/me/export')),
    forgotPassword: (body) => open(post('/forgot-password', body)),
    resetPassword: (body) => open(post('/reset-password', body)),
    requestVerification: (body) => open(post('/request-verify-token', body)),
    verify: (body) => open(post('/verify', body, isObject)),
    confirmEmailChange: (body) => open(post('/confirm-email-change', body, isObject)),
    sessions: () => signedIn(() => get('/me/sessions', Array.isArray)),
    endSession: (id, proof) => signedIn(() => del(`/me/sessions/${segment(id)}`, proof)),
    endOtherSessions: (proof) => signedIn(() => del('/me/sessions', proof)),
    accounts: () => signedIn(() => get('/me/accounts', Array.isArray)),
    unlinkAccount: ({ client, subject }, proof) =>
      signedIn(() => del(`/me/accounts/${segment(client)}/${segment(subject)}`, proof)),
    factors: () => signedIn(() => get('/me/mfa')),
    enrolTotp: (proof) => signedIn(() => post('/me/mfa/totp', proof, isObject)),
    confirmTotp: (body) => signedIn(() => post('/me/mfa/totp/confirm', body, isObject)),
    removeTotp: (body) => signedIn(() => del('/me/mfa/totp', body)),
    newRecoveryCodes: (body) => signedIn(() => post('/me/mfa/recovery-codes', body, isObject)),
    passkeys: () => signedIn(() => get('/me/passkeys', Array.isArray)),
    beginPasskey: (body = {}) => signedIn(() => post('/me/passkeys/options', body, isObject)),
    addPasskey: (body) => signedIn(() => post('/me/passkeys', body, isObject)),
    renamePasskey: (id, body) =>
      signedIn(() => ({ ...post(`/me/passkeys/${segment(id)}`, body, isObject), method: 'PATCH' })),
    removePasskey: (id, proof) => signedIn(() => del(`/me/passkeys/${segment(id)}`, proof)),
    oauthUrl: (client) => url + layout(`/oauth/${segment(client)}/authorize`),
    finishOAuth: (client, query) => resultOf(() => calls.signIn(callback('oauth', client, query))),
    associate: (client) =>
      signedIn(() => ({ ...get(`/associate/${segment(client)}/authorize`), cookies: true })),
    finishAssociation: (client, query) => signedIn(() => callback('associate', client, query)),
    fetch: authenticatedFetch({ calls, url, backend, origins, headers, fetch }),
    accessToken: async () => (await login.fresh()).credential?.access_token,
    subscribe: login.subscribe,
    close: login.close,
  };
  return client as ClientOf<Paths, HookCode>;
}

const get = (path: string, isAnswer: Call['isAnswer'] = isObject): Call => ({
  method: 'GET',
  path,
  isAnswer,
});
const post = (path: string, body?: unknown, isAnswer?: Call['isAnswer']): Call => ({
  method: 'POST',
  path,
  body,
  isAnswer,
});
const del = (path: string, body?: unknown): Call => ({ method: 'DELETE', path, body });

const isObject = (data: unknown) => Object(data) === data && !Array.isArray(data);

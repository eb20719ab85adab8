/** The flow by the file that `cdk-users-api client` writes; superusers' routes by the same types and openapi-fetch. */
import type { Result } from 'cdk-users-api/client';
import createFetchClient from 'openapi-fetch';
import { backends, createClient, type paths, type User } from './made/users-api';
import { cookieOf, headers, newEmail, resetToken, setting } from './setting';

const { url: origin, password, newPassword, superuser } = setting;
const url = `${origin}/users`;

/** The answer, or the error of a refusal. */
async function got<Data, Code extends string>(call: Promise<Result<Data, Code>>): Promise<Data> {
  const result = await call;
  if (result.error) throw result.error;
  return result.data as Data;
}

async function signedIn(email: string, given: string) {
  const client = createClient({ url, backend: backends.jwt(), headers });
  await got(client.login({ email, password: given }));
  return client;
}

const email = newEmail();
const anyone = createClient({ url, backend: backends.jwt(), headers });
const user: User = await got(anyone.register({ email, password, name: 'Ada' }));
const again = await anyone.register({ email, password, name: 'Ada' });
const me = await got((await signedIn(email, password)).me());

let cookies = '';
const login = createClient({
  url,
  headers,
  async fetch(...request) {
    const response = await fetch(...request);
    cookies = cookieOf(response);
    return response;
  },
});
await got(login.login({ email, password }));
// A browser does that.
const byCookie = createClient({ url, headers: { ...headers, Cookie: cookies } });
const cookie = await got(byCookie.me());

await got(anyone.forgotPassword({ email }));
await got(anyone.resetPassword({ token: await resetToken(email), password: newPassword }));
const reset = await got((await signedIn(email, newPassword)).me());
const ended = await byCookie.me();

const root = await signedIn(superuser, password);
const api = createFetchClient<paths>({ baseUrl: origin, fetch: root.fetch });
const found = await api.GET('/users', { params: { query: { email } } });

console.log(
  JSON.stringify({
    registered: user.name,
    again: again.error?.code,
    me: me.plan,
    cookie: cookie.id === user.id,
    reset: reset.is_verified,
    ended: ended.error?.status,
    found: found.data?.map((one) => one.id === user.id),
  }),
);

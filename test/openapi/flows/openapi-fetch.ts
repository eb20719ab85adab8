/** The flow by `openapi-fetch`, with the types of `openapi-typescript`. */
import createClient from 'openapi-fetch';
import type { paths } from './made/openapi-typescript';
import { cookieOf, headers, newEmail, resetToken, setting } from './setting';

const { url: baseUrl, password, newPassword, superuser } = setting;
const anyone = createClient<paths>({ baseUrl, headers });
const bearer = (token: string) =>
  createClient<paths>({ baseUrl, headers: { ...headers, Authorization: `Bearer ${token}` } });

/** The answer, or what it was refused with. */
function got<Data>({ data, error }: { data?: Data; error?: unknown }): Data {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

async function token(username: string, given: string): Promise<string> {
  const body = { username, password: given };
  return got(await anyone.POST('/users/login/jwt', { body })).access_token;
}

const email = newEmail();
const registration = { email, password, name: 'Ada', newsletter: false };
const user = got(await anyone.POST('/users/register', { body: registration }));
const { error: again } = await anyone.POST('/users/register', { body: registration });
const me = got(await bearer(await token(email, password)).GET('/users/me'));

const login = await anyone.POST('/users/login/cookie', { body: { username: email, password } });
const byCookie = createClient<paths>({
  baseUrl,
  headers: { ...headers, Cookie: cookieOf(login.response) },
});
const cookie = got(await byCookie.GET('/users/me'));

await anyone.POST('/users/forgot-password', { body: { email } });
const mailed = await resetToken(email);
await anyone.POST('/users/reset-password', { body: { token: mailed, password: newPassword } });
const reset = got(await bearer(await token(email, newPassword)).GET('/users/me'));
const ended = await byCookie.GET('/users/me');
const root = bearer(await token(superuser, password));
const found = got(await root.GET('/users', { params: { query: { email } } }));

console.log(
  JSON.stringify({
    registered: user.name,
    again: again && 'detail' in again ? again.detail : undefined,
    me: me.plan,
    cookie: cookie.id === user.id,
    reset: reset.is_verified,
    ended: ended.response.status,
    found: found.map((one) => one.id === user.id),
  }),
);

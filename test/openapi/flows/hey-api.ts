/** The flow by the client of `@hey-api/openapi-ts`. */

import {
  forgotPassword,
  getMe,
  listUsers,
  loginCookie,
  loginJwt,
  register,
  resetPassword,
} from './made/hey-api';
import { createClient } from './made/hey-api/client';
import { cookieOf, headers, newEmail, resetToken, setting } from './setting';

const { url: baseUrl, password, newPassword, superuser } = setting;
const anyone = createClient({ baseUrl, headers, throwOnError: true });
const bearer = (auth: string) => createClient({ baseUrl, headers, auth, throwOnError: true });

async function token(username: string, given: string): Promise<string> {
  const { data } = await loginJwt({
    client: anyone,
    body: { username, password: given },
    throwOnError: true,
  });
  return data.access_token;
}

const email = newEmail();
const user = await register({
  client: anyone,
  body: { email, password, name: 'Ada' },
  throwOnError: true,
});
const again = await register({
  client: createClient({ baseUrl }),
  body: { email, password, name: 'Ada' },
});
const me = await getMe({ client: bearer(await token(email, password)), throwOnError: true });

const login = await loginCookie({
  client: anyone,
  body: { username: email, password },
  throwOnError: true,
});
const byCookie = createClient({
  baseUrl,
  headers: { ...headers, Cookie: cookieOf(login.response) },
});
const cookie = await getMe({ client: byCookie, throwOnError: true });

await forgotPassword({ client: anyone, body: { email }, throwOnError: true });
const mailed = await resetToken(email);
await resetPassword({
  client: anyone,
  body: { token: mailed, password: newPassword },
  throwOnError: true,
});
const reset = await getMe({ client: bearer(await token(email, newPassword)), throwOnError: true });
const ended = await getMe({ client: byCookie });
const found = await listUsers({
  client: bearer(await token(superuser, password)),
  query: { email },
  throwOnError: true,
});

console.log(
  JSON.stringify({
    registered: user.data.name,
    again: again.error && 'detail' in again.error ? again.error.detail : undefined,
    me: me.data.plan,
    cookie: cookie.data.id === user.data.id,
    reset: reset.data.is_verified,
    ended: ended.response?.status,
    found: found.data.map((one) => one.id === user.data.id),
  }),
);

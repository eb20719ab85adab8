import { installed } from '../install.ts';
import type { HttpClient } from '../measure/http-client.ts';
import { bearer, type Hash, PASSWORD, type System } from '../system.ts';

/** What its own pages would send back. */
const REDIRECT = 'http://127.0.0.1/callback';

/**
 * OpenAuth with users in memory: a signed token, and scrypt of 16 MiB by default. A login is two requests, since the
 * password is answered with a code. `me` verifies the token and reads nothing.
 */
export function openAuth(hash: Hash = 'default'): System {
  return {
    name: `OpenAuth, memory${hash === 'default' ? '' : ', argon2id'}`,
    kind: 'peer',
    async program() {
      const cwd = await installed('peers/openauth');
      return { command: process.execPath, args: ['server.mjs', hash], cwd };
    },
    talk(client) {
      const authorization = once(() => authorizationOf(client));
      return {
        async register(email) {
          const authorized = await authorization();
          const begun = await client.ask('/password/register', { method: 'GET' });
          const first = { cookie: `${authorized}; ${cookieOf(begun, 'provider')}` };
          const account = { email, password: PASSWORD, repeat: PASSWORD, action: 'register' };
          const asked = await client.ask('/password/register', { headers: first, form: account });
          const second = { cookie: `${authorized}; ${cookieOf(asked, 'provider')}` };
          const form = { action: 'verify', code: String(asked.headers['x-code']) };
          await client.ask('/password/register', { headers: second, form, expect: 302 });
        },
        async login(email) {
          const headers = { cookie: await authorization() };
          const form = { email, password: PASSWORD };
          const asked = { headers, form, expect: 302 };
          const { location } = (await client.ask('/password/authorize', asked)).headers;
          const code = new URL(String(location)).searchParams.get('code') ?? '';
          const exchange = {
            grant_type: 'authorization_code',
            client_id: 'bench',
            redirect_uri: REDIRECT,
            code,
          };
          return bearer((await client.ask('/token', { form: exchange })).text);
        },
        async me(headers) {
          await client.ask('/me', { method: 'GET', headers });
        },
      };
    },
  };
}

/** The cookie with which a client begins; it is good for a day. */
async function authorizationOf(client: HttpClient): Promise<string> {
  const query = new URLSearchParams({
    client_id: 'bench',
    redirect_uri: REDIRECT,
    response_type: 'code',
    provider: 'password',
  });
  const asked = { method: 'GET', expect: 302 };
  return cookieOf(await client.ask(`/authorize?${query}`, asked), 'authorization');
}

function cookieOf({ headers }: Awaited<ReturnType<HttpClient['ask']>>, name: string): string {
  const cookies = headers['set-cookie'] ?? [];
  return cookies.find((each) => each.startsWith(`${name}=`))?.split(';')[0] ?? '';
}

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

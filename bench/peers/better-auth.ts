import path from 'node:path';
import { installed } from '../install.ts';
import { type Hash, PASSWORD, type System } from '../system.ts';

/** Better Auth: a stored session in a cookie, and scrypt of 32 MiB by default. */
export function betterAuth(storage: 'SQLite' | 'memory', hash: Hash = 'default'): System {
  return {
    name: `Better Auth, ${storage}${hash === 'default' ? '' : ', argon2id'}`,
    kind: 'peer',
    async program(folder) {
      const cwd = await installed('peers/better-auth');
      const file = storage === 'memory' ? storage : path.join(folder, 'users.sqlite');
      return { command: process.execPath, args: ['server.mjs', file, hash], cwd };
    },
    talk(client) {
      // A browser sends it along, and without it a request is refused.
      const headers = { origin: client.url };
      const account = (email: string) => ({ email, password: PASSWORD, name: 'Ada' });
      return {
        async register(email) {
          await client.ask('/api/auth/sign-up/email', { headers, json: account(email) });
        },
        async login(email) {
          const json = { email, password: PASSWORD };
          const answer = await client.ask('/api/auth/sign-in/email', { headers, json });
          const [cookie = ''] = answer.headers['set-cookie'] ?? [];
          return { cookie: cookie.split(';')[0] ?? '' };
        },
        async me(credential) {
          const asked = { method: 'GET', headers: credential };
          const { text } = await client.ask('/api/auth/get-session', asked);
          if (text === 'null') throw new Error('Better Auth: nobody is signed in');
        },
      };
    },
  };
}

import path from 'node:path';
import { installed } from '../install.ts';
import { bearer, PASSWORD, type System } from '../system.ts';

/** A hash, a row of SQLite and an HMAC behind node:http. */
export function bareServer(hash: 'argon2id' | 'bcryptjs'): System {
  return {
    name: `bare server, ${hash}`,
    kind: 'floor',
    async program(folder) {
      const cwd = await installed('floors/bare-server');
      const args = ['server.ts', path.join(folder, 'users.sqlite'), hash];
      return { command: process.execPath, args, cwd };
    },
    talk: (client) => ({
      async register(email) {
        await client.ask('/register', { json: { email, password: PASSWORD }, expect: 201 });
      },
      async login(email) {
        return bearer((await client.ask('/login', { json: { email, password: PASSWORD } })).text);
      },
      async me(headers) {
        await client.ask('/me', { method: 'GET', headers });
      },
    }),
  };
}

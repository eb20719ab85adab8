import path from 'node:path';
import { pythonEnvironment } from '../../scripts/python-environment.ts';
import { bearer, type Hash, PASSWORD, type System } from '../system.ts';

const HERE = import.meta.dirname;
/** Those of `npm run test:peer`. */
const REQUIREMENTS = path.join(HERE, '../../scripts/requirements/fastapi-users.txt');

/** FastAPI Users on uvicorn with one worker: a JWT, SQLite, and argon2id of 64 MiB and 3 passes by default. */
export function fastApiUsers(hash: Hash = 'default'): System {
  return {
    name: `FastAPI Users${hash === 'default' ? '' : ', argon2id'}`,
    kind: 'peer',
    async program(folder) {
      const programs = await pythonEnvironment(REQUIREMENTS);
      const server = path.join(HERE, 'fastapi-users/server.py');
      return {
        command: path.join(programs, 'python'),
        args: [server, path.join(folder, 'users.sqlite'), hash],
      };
    },
    talk: (client) => ({
      async register(email) {
        await client.ask('/auth/register', { json: { email, password: PASSWORD }, expect: 201 });
      },
      async login(username) {
        const form = { username, password: PASSWORD };
        return bearer((await client.ask('/auth/jwt/login', { form })).text);
      },
      async me(headers) {
        await client.ask('/users/me', { method: 'GET', headers });
      },
    }),
  };
}

/** The users API on this machine, as `npm start` runs it. */
import path from 'node:path';
import type { ProgramOptions } from './measure/program.ts';
import { bearer, PASSWORD, type System } from './system.ts';

const PROJECT = path.join(import.meta.dirname, '..');
/** One `UsersApi` with its defaults. */
export const APP = path.join(import.meta.dirname, 'apps/users-api.ts');

const urlIn: ProgramOptions['urlIn'] = (line) => {
  if (!line.startsWith('{"type":"ready"')) return undefined;
  return JSON.parse(line).url;
};

const talk: System['talk'] = (client) => ({
  async register(email) {
    const json = { email, password: PASSWORD };
    await client.ask('/users/register', { json, expect: 201 });
  },
  async login(username) {
    const form = { username, password: PASSWORD };
    return bearer((await client.ask('/users/login/jwt', { form })).text);
  },
  async me(headers) {
    await client.ask('/users/me', { method: 'GET', headers });
  },
});

/** `cdk-users-api dev`, with its data in this folder. */
const dev = (folder: string, ...options: readonly string[]): ProgramOptions => {
  const args = ['scripts/run.cjs', 'packages/cli/src/main.ts', 'dev', '--port', '0', '--json'];
  args.push('--data', path.join(folder, 'data'), ...options);
  return { command: process.execPath, args, cwd: PROJECT, urlIn };
};

export const usersApi: System = {
  name: 'cdk-users-api, local',
  kind: 'ours',
  program: async (folder) => dev(folder, '--app', APP, '--no-watch'),
  talk,
};

/** What `npm start` runs: two backends, and events of logins. */
export const example: System = {
  name: 'cdk-users-api, the example',
  kind: 'ours',
  program: async (folder) => dev(folder),
  talk,
};

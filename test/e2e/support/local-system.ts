import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LocalStackOptions } from '../../../local/options.ts';
import { type LocalStack, startLocalStack } from '../../../local/stack.ts';
import type { ApiUser, Envelope, System } from './system.ts';

const CREATE_USER_OUTPUT = 'CreateUserFunctionName';
const PROJECT = path.join(import.meta.dirname, '../../..');

export interface LocalSystem extends System {
  readonly stack: LocalStack;
  stop(): Promise<void>;
}

/** The example app on this machine, in a folder of its own. */
export async function startLocalSystem(
  options: Partial<LocalStackOptions> = {},
): Promise<LocalSystem> {
  const data = await mkdtemp(path.join(tmpdir(), 'users-api-'));
  const stack = await startLocalStack({ project: PROJECT, data, port: 0, ...options });
  return {
    stack,
    url: `${stack.url}/users`,
    origin: stack.url,
    basePath: '/users',
    cookieName: '__Host-users-api',
    async events() {
      const response = await fetch(`${stack.url}/_local/events`);
      return (await response.json()) as Envelope[];
    },
    async createUser(input) {
      const output = Object.entries(stack.outputs).find(([id]) => id.includes(CREATE_USER_OUTPUT));
      const result = await stack.functions.invoke(String(output?.[1]), input);
      if (!result.ok) throw new Error(result.error.errorMessage);
      return JSON.parse(result.payload) as ApiUser;
    },
    async stop() {
      await stack.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

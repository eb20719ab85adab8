/** CPU time that functions take for a request, to `measured.json`: `docs/cost.md` is computed from it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalStack } from 'cdk-users-api-local';
import { HttpClient } from './measure/http-client.ts';
import { usersApi } from './ours.ts';

const PROJECT = path.join(import.meta.dirname, '..');
const WARM_UP = 5;
const EMAIL = 'bench@example.com';

/** Milliseconds of a call in this process, the threads of the functions included, and the engine not. */
async function cpuOf(times: number, call: () => Promise<unknown>): Promise<number> {
  for (let count = 0; count < WARM_UP; count++) await call();
  const before = process.cpuUsage();
  for (let count = 0; count < times; count++) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

/** Of the example. Rounded up to tenths of a millisecond. */
export async function saveRequests(say: (text: string) => void): Promise<void> {
  const data = await mkdtemp(path.join(tmpdir(), 'bench-'));
  const stack = await startLocalStack({ project: PROJECT, data, port: 0 });
  const client = new HttpClient(stack.url);
  try {
    const talk = usersApi.talk(client);
    await talk.register(EMAIL);
    const credential = await talk.login(EMAIL);
    const newAddress = () => `${randomUUID()}@example.com`;
    const forget = () =>
      client.ask('/users/forgot-password', { json: { email: newAddress() }, expect: 202 });
    const ofGateway = await cpuOf(500, () => client.ask('/none', { method: 'GET', expect: 404 }));
    const measured = {
      register: await cpuOf(30, () => talk.register(newAddress())),
      login: await cpuOf(30, () => talk.login(EMAIL)),
      'get-me': await cpuOf(1000, () => talk.me(credential)),
      'forgot-password': await cpuOf(100, forget),
    };
    const cpuMs = Object.fromEntries(
      Object.entries(measured).map(([name, ms]) => [name, Math.ceil((ms - ofGateway) * 10) / 10]),
    );
    for (const [name, ms] of Object.entries(cpuMs)) say(`${name}: ${ms} ms of CPU time`);
    const month = new Date().toISOString().slice(0, 7);
    const machine = `Node.js ${process.versions.node}, ${process.arch}, ${cpus().length} cores`;
    const file = path.join(PROJECT, 'bench/measured.json');
    await writeFile(file, `${JSON.stringify({ month, machine, cpuMs }, undefined, 2)}\n`);
  } finally {
    client.close();
    await stack.stop();
    await rm(data, { recursive: true, force: true });
  }
}

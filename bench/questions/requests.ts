/** Logins, `me` and registrations over HTTP, of programs as one starts them on one machine. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bareServer } from '../floors/bare-server.ts';
import { HttpClient } from '../measure/http-client.ts';
import { alone, atTen } from '../measure/load.ts';
import { Program } from '../measure/program.ts';
import { usersApi } from '../ours.ts';
import { betterAuth } from '../peers/better-auth.ts';
import { fastApiUsers } from '../peers/fastapi-users.ts';
import { openAuth } from '../peers/openauth.ts';
import type { Keep, Measure, Question } from '../question.ts';
import type { System } from '../system.ts';

const SYSTEMS: readonly System[] = [
  usersApi,
  betterAuth('SQLite'),
  betterAuth('SQLite', 'argon2id'),
  betterAuth('memory'),
  betterAuth('memory', 'argon2id'),
  fastApiUsers(),
  fastApiUsers('argon2id'),
  openAuth(),
  openAuth('argon2id'),
  bareServer('argon2id'),
  bareServer('bcryptjs'),
];

/** Requests of a round. */
const TIMES = {
  login: { alone: 8, atTen: 16 },
  me: { alone: 60, atTen: 400 },
  register: 4,
} as const;

async function started(system: System, keep: Keep): Promise<Measure> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  keep(() => rm(folder, { recursive: true, force: true }));
  const program = await Program.start(await system.program(folder));
  keep(() => program.stop());
  const client = new HttpClient(program.url);
  keep(() => client.close());
  const talk = system.talk(client);
  const newAddress = () => `${randomUUID()}@example.com`;
  const email = newAddress();
  await talk.register(email);
  const login = () => talk.login(email);

  /** CPU time of the whole program for each of some requests. */
  const cpu = async (times: number, work: () => Promise<void>) => {
    const before = program.taken.cpuMs;
    await work();
    return (program.taken.cpuMs - before) / times;
  };
  const measure = async (share: number) => {
    const part = (times: number) => Math.ceil(times * share);
    const figures: Record<string, number> = {};
    const credential = await login();
    const me = () => talk.me(credential);
    const [few, many] = [part(TIMES.login.alone), part(TIMES.login.atTen)];
    figures.loginCpu = await cpu(few + many, async () => {
      figures.loginP50 = await alone(few, login);
      figures.loginRate = await atTen(many, login);
    });
    const [some, most] = [part(TIMES.me.alone), part(TIMES.me.atTen)];
    figures.meCpu = await cpu(some + most, async () => {
      figures.meP50 = await alone(some, me);
      figures.meRate = await atTen(most, me);
    });
    figures.registerP50 = await alone(part(TIMES.register), () => talk.register(newAddress()));
    return figures;
  };
  // Until its code is compiled and its functions are there.
  await measure(0.5);
  return () => measure(1);
}

export const requests: Question = {
  name: 'requests',
  title: 'Requests over HTTP, one process on one machine',
  figures: [
    { name: 'loginP50', title: 'login, one client, p50', unit: 'ms' },
    { name: 'loginRate', title: 'logins a second, ten clients', unit: '/s', more: true },
    { name: 'loginCpu', title: 'login, CPU time', unit: 'ms' },
    { name: 'meP50', title: 'me, one client, p50', unit: 'ms' },
    { name: 'meRate', title: 'me a second, ten clients', unit: '/s', more: true },
    { name: 'meCpu', title: 'me, CPU time', unit: 'ms' },
    { name: 'registerP50', title: 'register, one client, p50', unit: 'ms' },
  ],
  subjects: async () =>
    SYSTEMS.map((system) => ({
      name: system.name,
      kind: system.kind,
      start: (keep) => started(system, keep),
    })),
};

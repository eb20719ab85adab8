/** What it takes to start a program with nothing changed, and what it has in memory after a thousand requests. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bareServer } from '../floors/bare-server.ts';
import { HttpClient } from '../measure/http-client.ts';
import { atTen } from '../measure/load.ts';
import { Program } from '../measure/program.ts';
import { example } from '../ours.ts';
import { betterAuth } from '../peers/better-auth.ts';
import { fastApiUsers } from '../peers/fastapi-users.ts';
import { openAuth } from '../peers/openauth.ts';
import type { Question } from '../question.ts';
import type { System } from '../system.ts';

const SYSTEMS: readonly System[] = [
  example,
  betterAuth('SQLite'),
  betterAuth('memory'),
  fastApiUsers(),
  openAuth(),
  bareServer('argon2id'),
];

/** A thousand requests, with the registration. */
const TIMES = { login: 19, me: 980 } as const;

/** Once, with the data of earlier starts. */
async function measured(system: System, folder: string): Promise<Record<string, number>> {
  const program = await Program.start(await system.program(folder));
  const client = new HttpClient(program.url);
  try {
    const email = `${randomUUID()}@example.com`;
    const talk = system.talk(client);
    await talk.register(email);
    const credential = await talk.login(email);
    await atTen(TIMES.login - 1, () => talk.login(email));
    await atTen(TIMES.me, () => talk.me(credential));
    return { seconds: program.startMs / 1000, memory: program.taken.mebibytes };
  } finally {
    client.close();
    await program.stop();
  }
}

export const start: Question = {
  name: 'start',
  title: 'Start and memory of the whole program, on this machine',
  figures: [
    { name: 'seconds', title: 'start to ready, nothing changed', unit: 's' },
    { name: 'memory', title: 'resident memory after 1,000 requests', unit: 'MiB' },
  ],
  subjects: async () =>
    SYSTEMS.map((system) => ({
      name: system.name,
      kind: system.kind,
      async start(keep) {
        const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
        keep(() => rm(folder, { recursive: true, force: true }));
        // Installs it, builds what has changed, and makes what it finds the next time.
        await measured(system, folder);
        return () => measured(system, folder);
      },
    })),
};

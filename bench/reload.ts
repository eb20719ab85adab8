/**
 * `npm run bench:reload`: what it takes until a saved file is live under `dev`, from the save to the first answer that shows
 * it, as a ratio against the app command by itself in the same run. Needs `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SavedProject } from '../test/support/saved-project.ts';

const TIMES = 5;
/** Between two saves, in app commands: the process of the next one starts in it. */
const PAUSE = 2;

const dev = await SavedProject.start({ built: true });
const answer = async (route: string) => (await fetch(`${dev.url}${route}`)).text();

async function until(probe: () => Promise<boolean>): Promise<void> {
  while (!(await probe())) await wait(5);
}

async function plan(name: string): Promise<string> {
  const response = await fetch(`${dev.url}/users/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.com`, password: 'correct horse battery' }),
  });
  return ((await response.json()) as { plan: string }).plan;
}

/** Each saves something that shows the number, and waits until it does. */
const KINDS: Readonly<Record<string, (count: number) => Promise<void>>> = {
  async handler(count) {
    dev.replace('src/text.ts', /'.*'/, `'text ${count}'`);
    await until(async () => (await answer('/hello')) === `text ${count}`);
  },
  async model(count) {
    await dev.reloads(() =>
      dev.replace('src/users.ts', /default\('.*'\)/, `default('plan ${count}')`),
    );
    if ((await plan(`user${count}`)) !== `plan ${count}`) throw new Error('it is not live');
  },
  async stack(count) {
    dev.replace('lib/route.ts', /'.*'/, `'/hello${count}'`);
    await until(async () => (await answer(`/hello${count}`)).startsWith('text'));
  },
};

/** Seconds of CPU time of `dev` and of what it has run to its end, on Linux. */
function cpuOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ticks = fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
  return ticks / 100;
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  const command = () => {
    const start = performance.now();
    execFileSync('/bin/sh', ['-c', 'npx tsc && npx tsx bin/app.ts'], {
      cwd: dev.folder,
      stdio: 'ignore',
      env: {
        ...process.env,
        CDK_OUTDIR: path.join(dev.folder, 'cdk.out'),
        CDK_VALIDATION: 'false',
      },
    });
    return performance.now() - start;
  };
  const floor = median(Array.from({ length: TIMES }, command));
  console.log(`the app command by itself  ${(floor / 1000).toFixed(2)} s`);
  for (const [kind, save] of Object.entries(KINDS)) {
    const taken: number[] = [];
    const cpu: number[] = [];
    for (let count = 1; count <= TIMES; count++) {
      await wait(PAUSE * floor);
      const [start, before] = [performance.now(), cpuOf(dev.child.pid)];
      await save(count);
      taken.push(performance.now() - start);
      cpu.push(cpuOf(dev.child.pid) - before);
    }
    const p50 = median(taken);
    const ratio = `${(p50 / floor).toFixed(2)} of the app command`;
    console.log(
      `a saved ${kind.padEnd(18)} ${(p50 / 1000).toFixed(2)} s  ${ratio}, ${median(cpu).toFixed(2)} s of CPU with its preparation`,
    );
  }
  console.log(
    `load average ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`,
  );
} finally {
  await dev.stop();
}

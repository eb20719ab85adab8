/**
 * `npm run bench:hashes`: CPU time of a hash, and the most memory that a process of Node.js takes that makes 20 of them, one after another. The time is of
 * all threads, so it holds on a busy machine as well.
 */
import { execFileSync } from 'node:child_process';
import { currentScheme } from '../lambda/adapters/passwords/schemes.ts';
import type { PasswordHashSettings } from '../lib/contract/password-hash.ts';

const TIMES = 20;
const PASSWORD = 'correct horse battery';

const argon2id = (mebibytes: number, passes: number): PasswordHashSettings => ({
  scheme: 'argon2id',
  memory: mebibytes * 1024,
  passes,
  parallelism: 1,
});

const HASHES: readonly PasswordHashSettings[] = [
  argon2id(7, 5),
  argon2id(12, 3),
  argon2id(19, 2),
  argon2id(46, 1),
  argon2id(64, 3),
  argon2id(128, 3),
  { scheme: 'bcrypt', cost: 10 },
  { scheme: 'bcrypt', cost: 12 },
];

/** In a process of its own: what one hash takes, and the whole process. */
async function measure(settings: PasswordHashSettings): Promise<void> {
  const scheme = currentScheme(settings);
  await scheme.hash(PASSWORD);
  const before = process.cpuUsage();
  for (let count = 0; count < TIMES; count++) await scheme.hash(PASSWORD);
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000 / TIMES;
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ cpuMs, mebibytes }));
}

const [given] = process.argv.slice(2);
if (given !== undefined) {
  await measure(JSON.parse(given));
} else {
  for (const settings of HASHES) {
    const own = [import.meta.filename, JSON.stringify(settings)];
    const { cpuMs, mebibytes } = JSON.parse(
      execFileSync(process.execPath, own, { encoding: 'utf8' }),
    );
    const { scheme, ...cost } = settings;
    const name = `${scheme} ${Object.values(cost).join(', ')}`.padEnd(26);
    console.log(`${name}${cpuMs.toFixed(0).padStart(6)} ms${mebibytes.toFixed(0).padStart(6)} MiB`);
  }
}

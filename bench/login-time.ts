/**
 * `npm run bench:login`: whether the time of a refused login tells that an address has a user, or of which scheme the hash is, out of a lock
 * and in one. Medians on the stacks of `test/apps/login-times.ts` on this machine, as ratios against an unknown address in the same
 * run, and the same of CPU time, which holds on a busy machine as well. Ends with 1 if a median is not between 0.95 and 1.05.
 *
 * `-- 200` takes another number of rounds than 60, `-- 200 Default` only that stack.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import bcrypt from 'bcryptjs';
import { startLocalStack } from 'cdk-users-api-local';
import { currentScheme } from '../lambda/adapters/passwords/schemes.ts';
import type { Argon2Cost } from '../lib/contract/password-hash.ts';
import { Logins, PASSWORD, type Taken, type Whose } from './logins.ts';

const PROJECT = path.join(import.meta.dirname, '..');
const APP = path.join(PROJECT, 'test/apps/login-times.ts');
const WARM_UP = 3;
const BOUNDS = { least: 0.95, most: 1.05 };
/** One wrong password less than lock a name. */
const BEFORE_LOCK = 4;
/** Requests that a lock of a second has time for. */
const IN_LOCK = 5;

const [roundsGiven = '60', only] = process.argv.slice(2);
const rounds = Number(roundsGiven);

type Kinds = Readonly<Record<string, Whose>>;

const argon2id = (cost: Argon2Cost) => () =>
  currentScheme({ scheme: 'argon2id', ...cost }).hash(PASSWORD);

const EVERYWHERE: Kinds = {
  'unknown address': 'nobody',
  'current scheme': 'registered',
  'the same, less memory': argon2id({ memory: 8 * 1024, passes: 2, parallelism: 1 }),
};
const KINDS: Readonly<Record<string, Kinds>> = {
  Default: EVERYWHERE,
  Imported: {
    ...EVERYWHERE,
    'argon2id, 64 MiB': argon2id({ memory: 64 * 1024, passes: 3, parallelism: 1 }),
    'argon2id, 32 MiB': argon2id({ memory: 32 * 1024, passes: 3, parallelism: 1 }),
    'bcrypt, cost 10': () => bcrypt.hash(PASSWORD, 10),
    'bcrypt, cost 6': () => bcrypt.hash(PASSWORD, 6),
  },
};

const medianOf = (all: readonly Taken[], of: keyof Taken) =>
  all.map((each) => each[of]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

/** Prints the median of each kind, and its ratio to the first. */
function report(title: string, times: ReadonlyMap<string, readonly Taken[]>): void {
  console.log(title);
  const [first = []] = times.values();
  for (const [kind, taken] of times) {
    const ratioOf = (of: keyof Taken) => medianOf(taken, of) / medianOf(first, of);
    const shown = `${medianOf(taken, 'ms').toFixed(1)} ms`.padStart(10);
    const ratio = ratioOf('ms');
    console.log(
      `  ${kind.padEnd(24)}${shown}  ${ratio.toFixed(3)} of an unknown address, ${ratioOf('cpuMs').toFixed(3)} of its CPU time`,
    );
    if (ratio < BOUNDS.least || ratio > BOUNDS.most) process.exitCode = 1;
  }
}

/** Each kind comes first in its turn, and after each other one. */
function inTurn(kinds: readonly string[], round: number): readonly string[] {
  const shift = round % kinds.length;
  return [...kinds.slice(shift), ...kinds.slice(0, shift)];
}

async function outOfLock(logins: Logins, kinds: Kinds) {
  const names = Object.keys(kinds);
  const times = new Map<string, Taken[]>(names.map((name) => [name, []]));
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const addresses = await logins.addresses(kinds);
    for (const name of inTurn(names, round)) {
      const taken = await logins.refused(addresses.get(name) ?? '', 400);
      if (round >= WARM_UP) times.get(name)?.push(taken);
    }
  }
  return times;
}

async function inLock(logins: Logins, kinds: Kinds) {
  const names = Object.keys(kinds);
  const times = new Map<string, Taken[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds / IN_LOCK; round++) {
    const addresses = await logins.addresses(kinds);
    for (let count = 0; count <= BEFORE_LOCK; count++) {
      for (const address of addresses.values()) await logins.refused(address, 400);
    }
    for (let count = 0; count < IN_LOCK; count++) {
      for (const name of inTurn(names, round + count)) {
        times.get(name)?.push(await logins.refused(addresses.get(name) ?? '', 429));
      }
    }
  }
  return times;
}

for (const [stackName, kinds] of Object.entries(KINDS)) {
  if (only !== undefined && only !== stackName) continue;
  const data = await mkdtemp(path.join(tmpdir(), 'bench-'));
  const stack = await startLocalStack({ project: PROJECT, app: APP, stackName, data, port: 0 });
  const logins = await Logins.at(stack);
  try {
    report(`${stackName}, out of a lock`, await outOfLock(logins, kinds));
    const { 'unknown address': nobody = 'nobody', 'current scheme': user = 'registered' } = kinds;
    const locked = { 'unknown address': nobody, 'current scheme': user };
    report(`${stackName}, in a lock`, await inLock(logins, locked));
  } finally {
    logins.stop();
    await stack.stop();
    await rm(data, { recursive: true, force: true });
  }
}

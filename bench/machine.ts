/** On what, and of what, something was measured. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';

export interface Machine {
  readonly month: string;
  readonly name: string;
  /** Processes that ran or wanted to, on average of a minute. */
  readonly load: string;
  readonly versions: Readonly<Record<string, string>>;
}

const INSTALLED = [
  'peers/better-auth',
  'peers/openauth',
  'floors/sdk-one-item',
  'floors/bare-server',
] as const;

export function machine(): Machine {
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    month: new Date().toISOString().slice(0, 7),
    name: `${availableParallelism()} cores of ${cpus()[0]?.model}, ${memory} GiB, ${process.platform} ${process.arch}`,
    load: (loadavg()[0] ?? 0).toFixed(1),
    versions: {
      'Node.js': process.versions.node,
      ...Object.assign({}, ...INSTALLED.map(dependenciesOf)),
      ...fromPyPi('fastapi-users', 'uvicorn'),
    },
  };
}

function dependenciesOf(name: string): Readonly<Record<string, string>> {
  const file = path.join(import.meta.dirname, name, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).dependencies;
}

function fromPyPi(...names: readonly string[]): Readonly<Record<string, string>> {
  const file = path.join(import.meta.dirname, '../scripts/requirements/fastapi-users.txt');
  const text = readFileSync(file, 'utf8');
  const versionOf = (name: string) => RegExp(`^${name}==(\\S+)`, 'm').exec(text)?.[1] ?? '';
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

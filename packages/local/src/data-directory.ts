import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { checkDataDirectory, markDataDirectory } from './data-ownership.ts';
import { LocalError } from './errors.ts';
import { isAlive } from './processes.ts';
import { OBJECT_FILE, objectFilesIn } from './s3/object-store.ts';

/** Where a stack keeps what survives a restart, and what it writes for people to read. */
export interface DataDirectory {
  readonly path: string;
  readonly database: string;
  readonly secrets: string;
  /** A folder for each bucket, with a file for each object. */
  readonly buckets: string;
  readonly checkpoints: string;
  readonly assembly: string;
  /** Where the next assembly is made while the first is in use, and the other way round. */
  readonly nextAssembly: string;
  /** Code of functions that the template holds inline. */
  readonly functions: string;
  readonly logs: string;
  /** Lets another stack use the directory. */
  release(): void;
}

/**
 * Only the owner may look into what is made here: it holds password hashes and the secrets of tokens. A
 * folder that was there keeps its mode.
 */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Lock files of this process; a lock with our process id that is not among them is a stale one. */
const held = new Set<string>();

export interface DataDirectoryOptions {
  /** Start without the tables, secrets and checkpoints of earlier runs. @default false */
  readonly fresh?: boolean;
  /** The folder of the CDK app, in which data may be, but not the other way round. @default - the working directory */
  readonly project?: string;
}

/**
 * Makes a folder for the data of stacks. One that is there has to be empty, or has to have been made by this.
 *
 * @throws {LocalError} `DATA_FOREIGN`, `DATA_NOT_WRITABLE`
 */
export function claimDataDirectory(directory: string, project = ''): void {
  const root = path.resolve(directory);
  try {
    checkDataDirectory(root, project);
    mkdirSync(root, { recursive: true, mode: FOLDER_MODE });
    markDataDirectory(root);
  } catch (error) {
    throw describe(error, root);
  }
}

/**
 * Opens a data directory for one stack.
 *
 * @throws {LocalError} `DATA_FOREIGN`, `DATA_IN_USE`, `DATA_NOT_WRITABLE`
 */
export function openDataDirectory(
  directory: string,
  { fresh = false, project }: DataDirectoryOptions = {},
): DataDirectory {
  const root = path.resolve(directory);
  const lock = path.join(root, 'lock');
  const data = {
    path: root,
    database: path.join(root, 'dynamodb.sqlite'),
    secrets: path.join(root, 'secrets.json'),
    buckets: path.join(root, 'buckets'),
    checkpoints: path.join(root, 'checkpoints'),
    assembly: path.join(root, 'cdk.out'),
    nextAssembly: path.join(root, 'cdk.out.next'),
    functions: path.join(root, 'functions'),
    logs: path.join(root, 'logs'),
    release: () => {
      held.delete(lock);
      rmSync(lock, { force: true });
    },
  };
  claimDataDirectory(root, project);
  try {
    acquire(lock, root);
  } catch (error) {
    throw describe(error, root);
  }
  try {
    if (fresh) clear(data);
    prepare(data);
    return data;
  } catch (error) {
    data.release();
    throw describe(error, root);
  }
}

/** By name: what else is in there is not of these runs. */
function clear({ database, secrets, buckets, checkpoints, functions, logs }: DataDirectory): void {
  for (const file of [database, ...journalsOf(database), secrets, `${secrets}.new`]) {
    rmSync(file, { force: true });
  }
  removeFrom(logs, /\.log$/);
  removeFrom(checkpoints, /\.json(\.new)?$/);
  removeBelow(functions, /^(index\.js|package\.json)$/);
  removeBelow(buckets, OBJECT_FILE);
}

/** From each folder of a folder, and those that are empty then. */
function removeBelow(parent: string, names: RegExp): void {
  for (const name of namesIn(parent)) {
    const folder = path.join(parent, name);
    removeFrom(folder, names);
    if (namesIn(folder).length === 0) rmdirSync(folder);
  }
}

function removeFrom(folder: string, names: RegExp): void {
  for (const name of namesIn(folder)) {
    if (names.test(name)) rmSync(path.join(folder, name));
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function prepare({ path: root, release: _, ...data }: DataDirectory): void {
  const folders = [data.buckets, data.checkpoints, data.functions, data.logs];
  for (const folder of folders) mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  // Another user may have made them.
  for (const entry of [
    root,
    ...folders,
    data.database,
    data.secrets,
    data.assembly,
    data.nextAssembly,
  ]) {
    if (existsSync(entry)) accessSync(entry, constants.W_OK);
  }
  // Earlier releases left them open to others.
  for (const file of filesIn({ path: root, ...data })) chmodSync(file, FILE_MODE);
}

/** Tables, secrets, and what functions wrote: tokens of this machine, if nothing worse. */
function filesIn({
  database,
  secrets,
  buckets,
  logs,
  checkpoints,
}: Omit<DataDirectory, 'release'>) {
  const inside = [logs, checkpoints].flatMap((folder) =>
    readdirSync(folder).map((name) => path.join(folder, name)),
  );
  const all = [database, ...journalsOf(database), secrets, ...inside, ...objectFilesIn(buckets)];
  return all.filter((file) => existsSync(file));
}

function journalsOf(database: string): string[] {
  return ['-wal', '-shm', '-journal'].map((suffix) => `${database}${suffix}`);
}

function describe(error: unknown, root: string): unknown {
  const { code, path: file = root } = error as NodeJS.ErrnoException;
  if (error instanceof LocalError || code === undefined) return error;
  return new LocalError(
    'DATA_NOT_WRITABLE',
    `cannot write to ${file} (${code}); choose another folder with --data`,
  );
}

function acquire(lock: string, root: string): void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx', mode: FILE_MODE });
      held.add(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(lock);
    if (owner !== undefined && (owner === process.pid ? held.has(lock) : isAlive(owner))) {
      throw new LocalError(
        'DATA_IN_USE',
        `${root} is in use by process ${owner}; stop it, or choose another folder with --data`,
      );
    }
    rmSync(lock, { force: true });
  }
  throw new LocalError('DATA_IN_USE', `${root} is in use; choose another folder with --data`);
}

function readOwner(lock: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Which folders hold data of a local stack: what people keep elsewhere is neither used nor deleted. */
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalError } from './errors.ts';

/** A folder with this file was empty when a stack first ran on it. */
const MARKER = '.cdk-users-api-local';
const MARKER_TEXT =
  'Tables, secrets and logs of a stack on this machine; without this folder they begin again.\n';

/** What releases without the marker left in a folder; a folder of theirs has nothing else. */
const EARLIER =
  /^(dynamodb\.sqlite(-wal|-shm|-journal)?|secrets\.json|lock|checkpoints|functions|logs|app|tls|cdk\.out(\.next)?)$/;

/**
 * Refuses a folder that is, or contains, the project, and one with files that no stack has put there.
 *
 * @throws {LocalError} `DATA_FOREIGN`
 */
export function checkDataDirectory(root: string, project: string): void {
  if (contains(realPath(root), realPath(project))) {
    throw new LocalError(
      'DATA_FOREIGN',
      `${root} has your project in it, so no data is kept there; choose a folder of its own with --data, such as .local`,
    );
  }
  if (!existsSync(root)) return;
  const entries = readdirSync(root);
  if (entries.length === 0 || entries.includes(MARKER) || isEarlier(root, entries)) return;
  throw new LocalError(
    'DATA_FOREIGN',
    `${root} has files that are no data of a local stack; choose a new or an empty folder with --data`,
  );
}

/** Marks a folder that has been checked, and keeps it out of Git: it has secrets. */
export function markDataDirectory(root: string): void {
  const files = { '.gitignore': '*\n', [MARKER]: MARKER_TEXT };
  if (existsSync(path.join(root, MARKER))) return;
  for (const [name, text] of Object.entries(files)) {
    if (!existsSync(path.join(root, name))) writeFileSync(path.join(root, name), text);
  }
}

function isEarlier(root: string, entries: readonly string[]): boolean {
  return (
    entries.includes('dynamodb.sqlite') &&
    entries.every((entry) => EARLIER.test(entry)) &&
    (!entries.includes('secrets.json') || areSecrets(path.join(root, 'secrets.json')))
  );
}

function areSecrets(file: string): boolean {
  try {
    const secrets: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(secrets) && secrets.every((secret) => Array.isArray(secret?.versions));
  } catch {
    return false;
  }
}

function contains(folder: string, other: string): boolean {
  const relative = path.relative(folder, other);
  return !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** With symbolic links followed; a folder that is not there yet has none. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}

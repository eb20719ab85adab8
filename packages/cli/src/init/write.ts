import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../failure.ts';
import { TEMPLATES } from '../templates.ts';
import type { PackageManager } from './install.ts';
import type { Language } from './language.ts';
import { type Manifest, manifestOf, scripts } from './manifest.ts';
import { type Names, renamed } from './names.ts';

export interface App {
  readonly folder: string;
  readonly names: Names;
  readonly language: Language;
  readonly packageManager: PackageManager;
  /** Of this package, and of the construct's. */
  readonly version: string;
  /** Bring Lambda's Node.js, as the machine has an older one. */
  readonly bringNode: boolean;
}

/** npm would leave it out of the package under its own name. */
const HIDDEN: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

const WINDOWS = process.platform === 'win32';

/**
 * Writes the files of a new app.
 *
 * @throws Failure
 */
export async function writeApp(app: App): Promise<void> {
  try {
    for (const part of ['shared', app.language]) await writePart(path.join(TEMPLATES, part), app);
    if (app.packageManager === 'pnpm') {
      const allowed = Object.entries(scripts(app)).map(([name, runs]) => `  ${name}: ${runs}\n`);
      const file = path.join(app.folder, 'pnpm-workspace.yaml');
      await writeFile(file, `allowBuilds:\n${allowed.join('')}`);
    }
  } catch (error) {
    const { code, path: file = app.folder } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Failure(`${file} can't be written (${code}): name a folder that you may write to`);
  }
}

async function writePart(template: string, app: App): Promise<void> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const source = path.join(entry.parentPath, entry.name);
    const name = path.join(path.dirname(source), HIDDEN[entry.name] ?? entry.name);
    const file = path.join(app.folder, renamed(path.relative(template, name), app.names));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, contentOf(entry.name, await readFile(source, 'utf8'), app));
  }
}

function contentOf(name: string, template: string, app: App): string {
  const text = renamed(template, app.names);
  switch (name) {
    case 'package.json':
      return json(manifestOf(JSON.parse(onThisMachine(text)) as Manifest, app));
    case 'cdk.json':
      return onThisMachine(text);
    case 'requirements.txt':
      return text.replace(/^cdk-users-api==.*$/m, `cdk-users-api==${app.version}`);
    default:
      return text;
  }
}

/** Where a virtual environment has its Python. */
function onThisMachine(text: string): string {
  return WINDOWS ? text.replaceAll('.venv/bin/python', '.venv\\\\Scripts\\\\python') : text;
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

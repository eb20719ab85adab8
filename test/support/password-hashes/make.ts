/**
 * `npm run hashes` writes `made.json`: hashes by the libraries of other systems, each verified by its library
 * once more. Salts are random, so every run writes others.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { kept } from '../../../scripts/kept.ts';
import { pythonEnvironment } from '../../../scripts/python-environment.ts';
import { type OthersHash, SIGNER_KEY } from './hashes.ts';

const run = promisify(execFile);

const HERE = import.meta.dirname;
const REQUIREMENTS = path.join(HERE, '../../../scripts/requirements/password-hashes.txt');

/** The first at the default cost of each library. The others: of more bytes than characters, with a ligature, long. */
const PASSWORDS = [
  'correct horse battery staple',
  'pässwörd 密码 🔑',
  'o\uFB03ce door 42',
  `${'a long sentence '.repeat(6)}and its end`,
];

const request = JSON.stringify({
  passwords: PASSWORDS,
  firebase: { signerKey: SIGNER_KEY, saltSeparator: 'Bw==' },
});

async function ofPyPi(): Promise<readonly OthersHash[]> {
  const programs = await pythonEnvironment(REQUIREMENTS);
  const python = path.join(programs, 'python');
  const { stdout } = await run(python, [path.join(HERE, 'make.py'), request]);
  return JSON.parse(stdout);
}

async function ofNpm(): Promise<readonly OthersHash[]> {
  const folder = await kept('password-hashes', path.join(HERE, 'npm'), async (copy) => {
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: copy });
  });
  const { stdout } = await run(process.execPath, [path.join(folder, 'make.mjs'), request]);
  return JSON.parse(stdout);
}

const made = [...(await ofPyPi()), ...(await ofNpm())];
await writeFile(path.join(HERE, 'made.json'), `${JSON.stringify(made, null, 2)}\n`);
console.log(`${made.length} hashes`);

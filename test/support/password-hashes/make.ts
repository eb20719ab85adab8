/**
 * `npm run hashes` writes `made.json`: hashes by the libraries of other systems, each verified by its library
 * once more. Salts are random, so every run writes others.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type OthersHash, SIGNER_KEY } from './hashes.ts';
import { hashingModules, hashingPython } from './libraries.ts';

const run = promisify(execFile);

const HERE = import.meta.dirname;

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
  const { stdout } = await run(await hashingPython(), [path.join(HERE, 'make.py'), request]);
  return JSON.parse(stdout);
}

async function ofNpm(): Promise<readonly OthersHash[]> {
  const program = path.join(await hashingModules(), 'make.mjs');
  const { stdout } = await run(process.execPath, [program, request]);
  return JSON.parse(stdout);
}

const made = [...(await ofPyPi()), ...(await ofNpm())];
await writeFile(path.join(HERE, 'made.json'), `${JSON.stringify(made, null, 2)}\n`);
console.log(`${made.length} hashes`);

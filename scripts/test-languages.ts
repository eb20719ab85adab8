/**
 * `npm run test:languages`: generates the package for Java and Go, compiles it there with an app that uses it, and
 * synthesises the app; the one in Go runs under `dev` of the packed command. For .NET it is only generated. Python,
 * which has user models as well, is `npm run test:python`. Needs `npm run build`.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { testGo } from './languages/go.ts';
import { testJava } from './languages/java.ts';
import { type Generated, generate } from './languages/programs.ts';

const root = path.join(import.meta.dirname, '..');
const cache = path.join(root, '.cache', 'languages');

async function main(): Promise<void> {
  await rm(cache, { recursive: true, force: true });
  const generated = (language: string): Generated => ({
    folder: path.join(cache, language),
    app: path.join(root, 'test', 'package', language),
  });
  // The compilers are run below.
  await generate(['--targets', 'java', 'go', 'dotnet', '--outdir', cache, '--code-only'], root);
  console.log(await testJava(generated('java')));
  console.log(await testGo(generated('go')));
}

main().catch(({ message }: Error) => {
  console.error(`test:languages: ${message}`);
  process.exitCode = 1;
});

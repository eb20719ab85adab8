import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeAssembly } from 'cdk-users-api-local/test/assembly';
import { BUNDLES, fixtureTemplate } from 'cdk-users-api-local/test/fixture-stack';
import { temporaryDirectory } from 'cdk-users-api-local/test/temporary-directory';

/** The command line. */
export const MAIN = path.join(import.meta.dirname, '../../src/main.ts');

/** Line by which the program says where its stack is ready. */
export const address = (text: string) => /^ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(text)?.[1];

/** A CDK project whose app and whose build are plain scripts. */
export function cdkProject({ app = handsOutFixture(), build }: { app?: string; build?: string }) {
  const folder = temporaryDirectory();
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  mkdirSync(path.join(folder, 'data'));
  write('app.cjs', app);
  if (build !== undefined) write('build.cjs', build);
  write(
    'cdk.json',
    JSON.stringify({
      app: 'node app.cjs',
      ...(build !== undefined && { build: 'node build.cjs' }),
    }),
  );
  return { folder, data: path.join(folder, 'data') };
}

/** An app that hands out a finished assembly. */
function handsOutFixture(): string {
  const assembly = writeAssembly(fixtureTemplate(), { bundles: BUNDLES });
  return `require('node:fs').cpSync(${JSON.stringify(assembly)}, process.env.CDK_OUTDIR, { recursive: true });`;
}

/**
 * `npm run lint:template`: synthesises the stacks with all props, with the CDK's own validation of
 * templates, and runs cfn-lint on them. `.cfnlintrc.yaml` says what it leaves out, with the reasons.
 */
import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pythonEnvironment } from './python-environment.ts';

const root = path.join(import.meta.dirname, '..');
const output = path.join(root, '.cache', 'templates');
const APP = 'test/apps/all-props.ts';
/** Has the resources of `AllFactorsOwn`, with other values. */
const TWIN = 'AllFactorsGiven.template.json';

/** Runs a program in the project's folder; its output is for the reader. */
function run(command: string, parameters: readonly string[], env = process.env): Promise<void> {
  const child = spawn(command, parameters, { cwd: root, env, stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => {
      if (status === 0) return done();
      fail(new Error(`${path.basename(command)} ${parameters.join(' ')} failed (${status})`));
    });
  });
}

async function main(): Promise<void> {
  const programs = await pythonEnvironment(
    path.join(import.meta.dirname, 'requirements', 'cfn-lint.txt'),
  );
  await rm(output, { recursive: true, force: true });
  const { CDK_VALIDATION: _, ...env } = process.env;
  await run(process.execPath, ['--import', 'tsx', APP], { ...env, CDK_OUTDIR: output });
  const files = await readdir(output);
  if (!files.includes(TWIN)) throw new Error(`${APP} has no ${TWIN} any more`);
  const templates = files.filter((file) => file.endsWith('.template.json') && file !== TWIN);
  const names = templates.map((file) => path.relative(root, path.join(output, file)));
  await run(path.join(programs, 'cfn-lint'), ['--', ...names]);
  console.log(`cfn-lint finds nothing in ${names.join(' and ')}`);
}

main().catch((error: unknown) => {
  console.error(`lint:template: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});

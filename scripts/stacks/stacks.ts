import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Stacks } from './figures.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Neither a validation of templates nor copies of the bundles, which take seconds. */
const WITHOUT_ASSETS = {
  CDK_VALIDATION: 'false',
  CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:disable-asset-staging': true }),
  NODE_OPTIONS: '',
};

let known: Stacks | undefined;

/** What documents say of stacks, which takes seconds to find out. */
export function stacks(): Stacks {
  if (known === undefined) {
    run('scripts/run.cjs', 'scripts/bundle.ts');
    known = JSON.parse(run('--import', 'tsx', 'scripts/stacks/figures.ts')) as Stacks;
  }
  return known;
}

const run = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...WITHOUT_ASSETS },
    encoding: 'utf8',
  });

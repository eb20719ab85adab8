import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { guardedPlaces } from '../../deploy/support/guarded-places.ts';
import { addressOf } from '../../deploy/support/place.ts';
import type { Context } from '../check.ts';
import { deploymentOf } from '../deployment.ts';
import { differs, type Finding, type Findings, pass } from '../finding.ts';
import { DEPLOYED_VARIABLE, type Deployed } from '../suite/deployed.ts';

const PROJECT = path.join(import.meta.dirname, '../../..');

/** What Jest says of a file of cases. */
export interface SuiteResult {
  readonly name: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: 'passed' | 'failed' | 'pending' | 'todo' | 'skipped';
    readonly fullName: string;
  }[];
}

/** Runs the end-to-end cases on what is deployed; the name of a file of cases is that of its claim. */
export async function checkCases(context: Context): Promise<Findings> {
  const { folder, environment } = context.place;
  const [deployed, results] = ['deployed.json', 'results.json'].map((name) =>
    path.join(folder, name),
  ) as [string, string];
  await writeFile(deployed, JSON.stringify(await deployedBy(context)));
  await jest(context, ['--json', '--outputFile', results], {
    ...environment,
    [DEPLOYED_VARIABLE]: deployed,
  });
  const { testResults } = JSON.parse(await readFile(results, 'utf8')) as {
    testResults: readonly SuiteResult[];
  };
  return Object.fromEntries(
    testResults.map((suite) => [path.basename(suite.name, '.cases.ts'), findingOf(suite)]),
  );
}

/** How many names of failed cases are said. */
const NAMED = 5;

export function findingOf({ assertionResults, message }: SuiteResult): Finding {
  const by = (status: string) => assertionResults.filter((each) => each.status === status);
  const [passed, failed] = [by('passed'), by('failed')];
  if (failed.length === 0 && passed.length > 0) return pass(`${passed.length} cases pass`);
  if (failed.length === 0) {
    const why = message.replaceAll(/\s+/g, ' ').trim();
    return { result: 'not reached', seen: why === '' ? 'no case has run' : why.slice(0, 300) };
  }
  const names = failed.slice(0, NAMED).map(({ fullName }) => fullName);
  return differs(`${failed.length} of ${passed.length + failed.length} fail: ${names.join('; ')}`);
}

async function deployedBy({ place, stacks }: Context): Promise<Deployed> {
  const { endpoint, clientConfig } = place;
  return {
    place: { clientConfig, ...(endpoint !== undefined && { endpoint }) },
    main: await deploymentOf(stacks.main),
    refresh: await deploymentOf(stacks.refresh),
    oauth: await deploymentOf(stacks.oauth),
    guarded: await guardedPlaces(place, stacks.main),
    issuer: addressOf(place, await stacks.provider.output('ProviderUrl')),
  };
}

/** Failed cases are for the results, so its status says nothing. */
async function jest(
  { cases, signal, say }: Context,
  options: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const only = cases === undefined ? [] : ['--testNamePattern', cases];
  const args = ['scripts/run.cjs', 'jest', '--config', 'test/aws/jest.config.mjs'];
  const settings = { cwd: PROJECT, env, signal, maxBuffer: 1 << 26 };
  const { promise, resolve } = Promise.withResolvers<void>();
  execFile('node', [...args, ...options, ...only], settings, (error, _, stderr) => {
    if (error) say(stderr.trim().split('\n').slice(-40).join('\n'));
    resolve();
  });
  return promise;
}

/** Every function in Node.js of every app, with the environment that its template gives it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readStack } from 'cdk-users-api-local/cloudformation/assembly';
import { StackScope } from 'cdk-users-api-local/cloudformation/stack-scope';
import { LocalError } from 'cdk-users-api-local/errors';
import { type FunctionDefinition, readFunctions } from 'cdk-users-api-local/lambda/definition';
import { appsIn, runApps } from '../../../scripts/apps/apps.ts';

const PROJECT = path.join(import.meta.dirname, '../../..');

export interface AppFunction {
  /** Such as `test/apps/refresh.ts, Refresh`. */
  readonly stack: string;
  readonly definition: FunctionDefinition;
}

/** In place of what only another stack or a running one knows: names, ARNs, URLs. */
const ELSEWHERE = 'https://elsewhere.example.com';

class LooseScope extends StackScope {
  override ref(name: string) {
    return orElsewhere(() => super.ref(name));
  }

  override attribute(logicalId: string, attribute: string) {
    return orElsewhere(() => super.attribute(logicalId, attribute));
  }
}

function orElsewhere<T>(known: () => T): T | typeof ELSEWHERE {
  try {
    return known();
  } catch (error) {
    if (error instanceof LocalError && error.code === 'UNSUPPORTED') return ELSEWHERE;
    throw error;
  }
}

/**
 * @param folder for cloud assemblies and code
 * @param endpoint where the functions find every service
 */
export async function everyFunction(folder: string, endpoint: string): Promise<AppFunction[]> {
  const apps = (await appsIn(PROJECT)).map((file) => {
    const name = path.relative(PROJECT, file);
    return { name, file, out: path.join(folder, name.replaceAll(path.sep, '-')) };
  });
  const said = await runApps(PROJECT, apps);
  const functions: AppFunction[] = [];
  for (const { name, out } of apps) {
    if (!existsSync(`${out}.out`) || existsSync(`${out}.error`)) {
      const error = await readFile(`${out}.error`, 'utf8').catch(() => said.slice(-2_000));
      throw new Error(`${name}: got no cloud assembly: ${error}`);
    }
    functions.push(...(await functionsOf(name, `${out}.out`, endpoint)));
  }
  return functions;
}

async function functionsOf(
  app: string,
  assembly: string,
  endpoint: string,
): Promise<AppFunction[]> {
  const { artifacts } = JSON.parse(await readFile(path.join(assembly, 'manifest.json'), 'utf8'));
  const stacks = Object.entries<{ readonly type: string }>(artifacts).filter(
    ([, { type }]) => type === 'aws:cloudformation:stack',
  );
  const functions: AppFunction[] = [];
  for (const [name] of stacks) {
    const stack = await readStack(assembly, name);
    const scope = new LooseScope(stack.template, stack.name, stack.environment);
    const definitions = readFunctions(stack, scope, {
      endpoints: {
        dynamodb: endpoint,
        eventbridge: endpoint,
        s3: endpoint,
        secretsmanager: endpoint,
        sesv2: endpoint,
      },
      credentialsOf: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
      variables: {},
      inlineCode: path.join(assembly, 'inline', name),
    });
    functions.push(...definitions.map((definition) => ({ stack: `${app}, ${name}`, definition })));
  }
  return functions;
}

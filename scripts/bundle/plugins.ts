import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Action } from '../../lib/contract/action.ts';
import { GROUP_VARIABLE } from '../../lib/contract/function-groups.ts';
import { concernOf } from '../../lib/contract/index.ts';
import { COMMON, COMMON_ENTRY, type Common, importsOf } from './common.ts';
import { CONTRACT } from './contract.ts';

const LIGHT_HTTP = 'light-http';
const ACTION = 'action';

/**
 * An ESM import of `node:http` or `node:https` makes Node load undici (about 50 ms of a cold
 * start); `process.getBuiltinModule` does not.
 */
export const lightHttp: Plugin = {
  name: LIGHT_HTTP,
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(node:)?https?$/ }, ({ path: name }) => ({
      path: name.replace(/^node:/, ''),
      namespace: LIGHT_HTTP,
    }));
    esbuild.onLoad({ filter: /.*/, namespace: LIGHT_HTTP }, ({ path: name }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${name}');`,
    }));
  },
};

export const entryOf = ({ name }: Pick<Action, 'name'>) => `${ACTION}:${name}`;

/** What Lambda loads for an action: its handler, made for the environment of the function. */
export function lambdaEntry(root: string, common?: Common): Plugin {
  return {
    name: 'lambda-entry',
    setup(esbuild) {
      esbuild.onResolve({ filter: new RegExp(`^${ACTION}:`) }, ({ path: name }) => ({
        path: name.replace(`${ACTION}:`, ''),
        namespace: ACTION,
      }));
      esbuild.onLoad({ filter: /.*/, namespace: ACTION }, ({ path: name }) => ({
        contents: `
          ${common ? importsOf(common, entryOf({ name })) : ''}
          import { countingErrors } from './lambda/actions/counting-errors.ts';
          import { runtime } from './lambda/composition/runtime.ts';
          import { make } from './lambda/handlers/${concernOf({ name })}/${name}.ts';
          export const handlerIn = (...given) => countingErrors(runtime(...given), make);
          export const handler = process.env.${GROUP_VARIABLE} ? undefined : await handlerIn(process.env);
        `,
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}

/** Whether an input is not just what a plugin makes. */
export function isFile(input: string): boolean {
  return ![LIGHT_HTTP, ACTION, COMMON, COMMON_ENTRY, CONTRACT].some((namespace) =>
    input.startsWith(`${namespace}:`),
  );
}

/** For comparison: what calls AWS is the SDK's clients. */
export const sdkClients: Plugin = {
  name: 'sdk-clients',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\/clients\.ts$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, 'clients-by-sdk.ts'),
    }));
  },
};

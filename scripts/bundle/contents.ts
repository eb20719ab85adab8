/** What a bundle may contain, by its action's row: the rest would only make cold starts longer. */
import type { Metafile } from 'esbuild';
import type { Action } from '../../lib/contract/action.ts';
import { eventBusName } from '../../lib/contract/events.ts';

/** Packages that few actions need, with those that do. */
const NEEDED: Readonly<Record<string, (action: Action) => boolean>> = {
  bcryptjs: ({ hashes }) => hashes === true,
  oauth4webapi: ({ flow }) => flow !== undefined,
  '@aws-sdk/client-eventbridge': ({ settings }) => settings.includes(eventBusName),
};

/**
 * Looks through the bundles for packages that their actions don't need.
 *
 * @returns a line for each, with how it came there
 */
export function strangers(
  { inputs, outputs }: Metafile,
  actions: readonly Action[],
): readonly string[] {
  return actions.flatMap((action) => {
    const output = Object.entries(outputs).find(([file]) =>
      file.endsWith(`/${action.name}/index.mjs`),
    );
    if (output === undefined) throw new Error(`there is no bundle of ${action.name}`);
    const held = Object.entries(output[1].inputs).flatMap(([file, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [file] : [],
    );
    return Object.entries(NEEDED).flatMap(([name, isNeeded]) => {
      const file = held.find((input) => input.startsWith(`node_modules/${name}/`));
      if (file === undefined || isNeeded(action)) return [];
      const importer = held.find((input) =>
        inputs[input]?.imports.some(({ path }) => path === file),
      );
      return [`the bundle of ${action.name} holds ${name}, imported by ${importer ?? 'itself'}`];
    });
  });
}

import { cpSync, existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { AssetHashType, DockerImage, FileSystem } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Action } from '../../contract/action.ts';
import { ACTIONS } from '../../contract/index.ts';
import { ASSETS, HANDLERS } from '../assets';
import { Found, UsersApiError } from '../errors';
import type { Settings } from '../settings/settings';
import { type Files, filesOf } from './files';

/** Refuses to go on without the bundles, which the package has and a fresh checkout has not. */
export function checkBundles(): void {
  const missing = ACTIONS.find(({ name }) => !existsSync(path.join(HANDLERS, `${name}.mjs`)));
  if (missing === undefined) return;
  throw new UsersApiError('assets', {
    got: new Found(`no bundle of ${missing.name} in ${ASSETS}`),
    expected: 'a bundle for each action',
    fix: 'run `npm run build` in a checkout, or install the package again',
  });
}

/** What Lambda calls for an action, in the code of any `FunctionCode`. */
export function handlerOf({ name }: Action): string {
  return `${name}.handler`;
}

/**
 * The code of an API's functions: the bundles of the package as they are, which share most of their code. Those that
 * read files have all files of the API beside them. So there is one asset, or a second one, for any number of functions.
 */
export class FunctionCode {
  private readonly files: Files;
  private readonly plain = Code.fromAsset(HANDLERS);
  private withFiles: AssetCode | undefined;

  constructor(settings: Settings) {
    this.files = filesOf(settings);
  }

  for({ readsFiles }: { readonly readsFiles: boolean }): AssetCode {
    if (!readsFiles) return this.plain;
    this.withFiles ??= withFiles(this.files);
    return this.withFiles;
  }
}

function withFiles(files: Files): AssetCode {
  return Code.fromAsset(HANDLERS, {
    // Only to lay files beside others: nothing is bundled here, and no container started.
    bundling: {
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle(outputDirectory) {
          cpSync(HANDLERS, outputDirectory, { recursive: true });
          for (const [name, text] of Object.entries(files)) {
            writeFileSync(path.join(outputDirectory, name), text);
          }
          return true;
        },
      },
    },
    assetHashType: AssetHashType.CUSTOM,
    assetHash: `${FileSystem.fingerprint(HANDLERS)}:${JSON.stringify(files)}`,
  });
}

import { cpSync, existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { AssetHashType, DockerImage, FileSystem } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Action } from '../../contract/action.ts';
import { ACTIONS } from '../../contract/index.ts';
import { ASSETS } from '../assets';
import { Found, UsersApiError } from '../errors';

/** Texts by the names of files. */
export type Files = Readonly<Record<string, string>>;

function bundleOf(action: Action): string {
  return path.join(ASSETS, action.name);
}

/** Refuses to go on without the bundles, which the package has and a fresh checkout has not. */
export function checkBundles(): void {
  const missing = ACTIONS.find((action) => !existsSync(path.join(bundleOf(action), 'index.mjs')));
  if (missing === undefined) return;
  throw new UsersApiError('assets', {
    got: new Found(`no bundle of ${missing.name} in ${ASSETS}`),
    expected: 'a bundle for each action',
    fix: 'run `npm run build` in a checkout, or install the package again',
  });
}

/** An action's code: its bundle as it is, with the files beside it that the function reads. */
export function codeOf(action: Action, files: Files): AssetCode {
  const bundle = bundleOf(action);
  if (Object.keys(files).length === 0) return Code.fromAsset(bundle);
  return Code.fromAsset(bundle, {
    // Only to lay files beside another: nothing is bundled here, and no container started.
    bundling: {
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle(outputDirectory) {
          cpSync(bundle, outputDirectory, { recursive: true });
          for (const [name, text] of Object.entries(files)) {
            writeFileSync(path.join(outputDirectory, name), text);
          }
          return true;
        },
      },
    },
    assetHashType: AssetHashType.CUSTOM,
    assetHash: `${FileSystem.fingerprint(bundle)}:${JSON.stringify(files)}`,
  });
}

import { cpSync, existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { AssetHashType, DockerImage, FileSystem } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Action } from '../../contract/action.ts';
import { ACTIONS } from '../../contract/index.ts';
import { ASSETS } from '../assets';
import { Found, UsersApiError } from '../errors';
import type { BundledUserModel } from '../settings/user-model';

/** Name of the user model's module beside a bundle, as the environment of the function has it. */
export const USER_MODEL_FILE = 'user-model.mjs';

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

/** An action's code: its bundle as it is, with the user model's module beside it where it loads one. */
export function codeOf(action: Action, userModel: BundledUserModel | undefined): AssetCode {
  const bundle = bundleOf(action);
  if (userModel === undefined || !action.model) {
    return Code.fromAsset(bundle);
  }
  return Code.fromAsset(bundle, {
    // Only to lay one file beside another: nothing is bundled here, and no container started.
    bundling: {
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle(outputDirectory) {
          cpSync(bundle, outputDirectory, { recursive: true });
          writeFileSync(path.join(outputDirectory, USER_MODEL_FILE), userModel.code);
          return true;
        },
      },
    },
    assetHashType: AssetHashType.CUSTOM,
    assetHash: `${FileSystem.fingerprint(bundle)}:${userModel.code}`,
  });
}

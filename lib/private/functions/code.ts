import { cpSync, existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { AssetHashType, DockerImage, FileSystem } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Action } from '../../contract/action.ts';
import type { Gapped } from '../../contract/gaps.ts';
import { ACTIONS } from '../../contract/index.ts';
import type { FileSetting } from '../../contract/setting.ts';
import { ASSETS, HANDLERS, PAGES } from '../assets';
import { Found, UsersApiError } from '../errors';
import { type FileSources, type Files, filesOf, gappedFile } from './files';

/** Refuses to go on without the bundles, which the package has and a fresh checkout has not. */
export function checkBundles(): void {
  const missing = ACTIONS.find(
    ({ name, ownFolder }) => !existsSync(path.join(ownFolder ? PAGES : HANDLERS, `${name}.mjs`)),
  );
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
 * read files have all files of the API beside them. So there is one asset, or a second one, for any number of functions;
 * the page has a folder of its own, which is large.
 */
export class FunctionCode {
  private readonly sources: FileSources;
  private readonly ofGroups: { [name: string]: string } = {};
  private readonly plain = Code.fromAsset(HANDLERS);
  private withFiles: AssetCode | undefined;
  private pages: AssetCode | undefined;

  constructor(sources: FileSources) {
    this.sources = sources;
  }

  /** What the gaps of a file are filled with, which a function gets in its environment. */
  valuesFor(setting: FileSetting): Gapped['values'] {
    return gappedFile(setting, this.sources).values;
  }

  /** Lays a file of a group of actions beside the others: before there is a function. */
  addFile(name: string, text: string): void {
    this.ofGroups[name] = text;
  }

  for(
    { ownFolder }: Pick<Action, 'ownFolder'>,
    { readsFiles }: { readonly readsFiles: boolean },
  ): AssetCode {
    if (ownFolder) {
      this.pages ??= Code.fromAsset(PAGES);
      return this.pages;
    }
    if (!readsFiles) return this.plain;
    this.withFiles ??= withFiles({ ...filesOf(this.sources), ...this.ofGroups });
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

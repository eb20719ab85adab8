import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, Template } from '../../src/cloudformation/template.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/**
 * Writes a cloud assembly with one stack, as `cdk synth` does; `bundles` are its assets by hash.
 */
export function writeAssembly(
  template: Template,
  {
    bundles = {},
    directory = temporaryDirectory(),
    environment = 'aws://unknown-account/unknown-region',
    stackName = 'Fixture',
  }: {
    bundles?: Record<string, string>;
    directory?: string;
    environment?: string;
    stackName?: string;
  } = {},
): string {
  const json = (file: string, content: unknown) =>
    writeFileSync(path.join(directory, file), JSON.stringify(content));
  const files: JsonObject = Object.fromEntries(
    Object.keys(bundles).map((hash) => [
      hash,
      {
        source: { path: `asset.${hash}`, packaging: 'zip' },
        destinations: { any: { bucketName: 'assets', objectKey: `${hash}.zip` } },
      },
    ]),
  );
  mkdirSync(directory, { recursive: true });
  for (const [hash, code] of Object.entries(bundles)) {
    mkdirSync(path.join(directory, `asset.${hash}`), { recursive: true });
    writeFileSync(path.join(directory, `asset.${hash}`, 'index.mjs'), code);
  }
  json(`${stackName}.template.json`, template);
  json(`${stackName}.assets.json`, { files });
  json('manifest.json', {
    artifacts: {
      [`${stackName}.assets`]: {
        type: 'cdk:asset-manifest',
        properties: { file: `${stackName}.assets.json` },
      },
      [stackName]: {
        type: 'aws:cloudformation:stack',
        environment,
        properties: { templateFile: `${stackName}.template.json` },
      },
    },
  });
  return directory;
}

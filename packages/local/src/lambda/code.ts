import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SynthesizedStack } from '../cloudformation/assembly.ts';
import { isObject, type Json } from '../cloudformation/template.ts';
import { LocalError } from '../errors.ts';

/**
 * The folder with a function's code: the asset's folder in the cloud assembly, or one that is
 * written here for code inside the template.
 *
 * @throws {LocalError} `UNSUPPORTED`
 */
export function codeDirectory(
  stack: SynthesizedStack,
  logicalId: string,
  code: Json | undefined,
  inlineDirectory: string,
): string {
  if (isObject(code) && typeof code.ZipFile === 'string') {
    mkdirSync(inlineDirectory, { recursive: true });
    writeFileSync(path.join(inlineDirectory, 'index.js'), code.ZipFile);
    // Shields the code from the `type` of a package.json further up.
    writeFileSync(path.join(inlineDirectory, 'package.json'), '{}\n');
    return inlineDirectory;
  }
  const asset = isObject(code) ? stack.asset(String(code.S3Key)) : undefined;
  if (asset?.packaging !== 'zip') {
    throw new LocalError(
      'UNSUPPORTED',
      `the code of function ${logicalId} is neither inline nor a folder of the cloud assembly`,
    );
  }
  return asset.path;
}

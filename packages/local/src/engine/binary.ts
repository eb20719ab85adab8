import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LocalError } from '../errors.ts';

/**
 * The DynamoDB engine for this platform, from the optional dependency that npm installed.
 *
 * @throws {LocalError} `ENGINE_MISSING`
 */
export function findEngine(
  platform: string = process.platform,
  arch: string = process.arch,
  from: string = import.meta.url,
): string {
  const name = `@dynoxide/${platform}-${arch}`;
  const file = platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    const manifest = createRequire(from).resolve(`${name}/package.json`);
    const binary = path.join(path.dirname(manifest), file);
    if (existsSync(binary)) return binary;
  } catch {
    // Reported below, in our own words.
  }
  throw new LocalError(
    'ENGINE_MISSING',
    `no DynamoDB engine for ${platform}-${arch}: run \`npm install --no-save ${name}\`, ` +
      'or set DYNAMODB_ENDPOINT to the URL of DynamoDB Local',
  );
}

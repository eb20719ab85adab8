import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LocalError } from '../errors.ts';

/** What the command's package can bring. */
export const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-x64'];

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
  const other =
    'start DynamoDB Local and set DYNAMODB_ENDPOINT to its URL, such as http://127.0.0.1:8000';
  const place = `${platform}-${arch}`;
  throw new LocalError(
    'ENGINE_MISSING',
    PLATFORMS.includes(place)
      ? `the DynamoDB engine for ${place} is not installed: run \`npm install --save-dev ${name}\`, or ${other}`
      : `there is no DynamoDB engine for ${place}: ${other}`,
  );
}

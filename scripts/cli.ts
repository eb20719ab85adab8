/**
 * Builds `packages/cli/dist`, the command as it is published: one program, the local runtime and the AWS SDK
 * included, so that it brings no packages but the DynamoDB engine. What only some commands need is in
 * files that these load. `npm run build` calls it, and `npm pack` of the package does.
 */
import path from 'node:path';
import { buildCommand } from './cli/build.ts';

await buildCommand(path.join(import.meta.dirname, '../packages/cli/dist'));

/**
 * Builds `packages/cli/dist`, the command as it is published: one program, the local runtime and the AWS SDK
 * included, so that it brings no packages but the DynamoDB engine. What only some commands need is in
 * files that these load. And builds the demo, and what `npm create` runs. `npm run build` calls it, and `npm pack` of the packages does.
 */
import path from 'node:path';
import { buildCommand, buildCreate } from './cli/build.ts';
import { buildDemo } from './cli/demo.ts';

const packages = path.join(import.meta.dirname, '../packages');
await buildCommand(path.join(packages, 'cli/dist'));
await buildCreate(path.join(packages, 'create-cdk-users-api'));
await buildDemo(path.join(packages, 'cli/demo'));

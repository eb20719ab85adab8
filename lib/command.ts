#!/usr/bin/env node
/**
 * The command `cdk-users-api`, which is in a package of its own, `cdk-users-api-cli`: it brings a DynamoDB
 * engine, and a project that only deploys needs none. This runs it, or says how to get it.
 */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

const COMMAND = 'cdk-users-api-cli';

interface Manifest {
  readonly version: string;
}

/** The command of the project in the working directory, or else the one that is next to this package. */
function find(): ReturnType<typeof createRequire> | undefined {
  return [path.join(process.cwd(), 'package.json'), __filename].map(createRequire).find((from) => {
    try {
      return from.resolve(`${COMMAND}/main`);
    } catch {
      return false;
    }
  });
}

const { version }: Manifest = createRequire(__filename)('../package.json');
const install = `npm install --save-dev ${COMMAND}@${version}`;
const found = find();
if (found === undefined) {
  console.error(`error: the command is in a package of its own: run \`${install}\``);
  process.exitCode = 1;
} else {
  const other: Manifest = found(`${COMMAND}/package.json`);
  if (other.version !== version) {
    console.error(
      `warning: ${COMMAND} is ${other.version}, and cdk-users-api ${version}: run \`${install}\``,
    );
  }
  void import(pathToFileURL(found.resolve(`${COMMAND}/main`)).href);
}

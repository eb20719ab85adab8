/** What it takes to load what Lambda loads before it can call a handler. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { FOR_LAMBDA } from '../scripts/bundle/options.ts';

/** Times that a module is imported, in a process of its own each time. */
const TIMES = 20;

/** A function that has only a client of DynamoDB, as a floor. */
const FLOOR = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  export const handler = () => client.send(new GetCommand({ TableName: 'Users', Key: { pk: '' } }));
`;

/** Prints the milliseconds of CPU time that an import takes. */
const MEASURE = `
  const before = process.cpuUsage();
  await import(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
`;

/** Writes the floor's bundle, made as those of the actions are. */
export async function floorIn(folder: string, project: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: FLOOR, resolveDir: project },
    ...FOR_LAMBDA,
  });
  const file = path.join(folder, 'floor.mjs');
  await writeFile(file, outputFiles[0]?.contents ?? '');
  return file;
}

/** Medians of the milliseconds of CPU time that each module takes to load, one after the other each time. */
export function importTimes(
  modules: readonly { readonly file: string; readonly environment: NodeJS.ProcessEnv }[],
): number[] {
  const taken = modules.map((): number[] => []);
  for (let count = 0; count < TIMES; count++) {
    for (const [index, { file, environment }] of modules.entries()) {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module', '--eval', MEASURE, file],
        {
          encoding: 'utf8',
          env: { PATH: process.env.PATH, AWS_REGION: 'us-east-1', ...environment },
        },
      );
      if (stdout === '') throw new Error(stderr);
      taken[index]?.push(Number(stdout));
    }
  }
  return taken.map((each) => each.sort((a, b) => a - b)[TIMES / 2] ?? Number.NaN);
}

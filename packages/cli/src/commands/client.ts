import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { cannotWrite } from '../openapi/cannot-write.ts';
import { type Choice, chooseDocument, withChoice } from '../openapi/choose.ts';
import { clientFile, MADE } from '../openapi/client-file.ts';

interface Options extends Choice {
  readonly output: string;
}

/** Writes a typed client of a stack's own API. */
export function client(): Command {
  const command = new Command('client')
    .summary("write a typed client of the stack's own API")
    .description(
      'Writes a TypeScript file with `createClient`, for cdk-users-api/client: typed by the routes, backends, codes and custom fields of the API that the CDK app in this folder defines.',
    )
    .option('--output <file>', 'where to write it', 'users-api.ts');
  return withChoice(command).action(write);
}

async function write({ output, ...choice }: Options): Promise<void> {
  await refuseForeign(output);
  const text = clientFile(await chooseDocument(choice));
  await writeFile(output, text).catch(cannotWrite(output));
  process.stderr.write(`wrote ${output}\n`);
}

/** What this command has not made is not its own to replace. */
async function refuseForeign(file: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch(() => MADE);
  if (present.startsWith(MADE)) return;
  throw new Failure(`${file} is no file of this command: name another one with --output`);
}

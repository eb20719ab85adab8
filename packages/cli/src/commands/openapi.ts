import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { cannotWrite } from '../openapi/cannot-write.ts';
import { type Choice, chooseDocument, withChoice } from '../openapi/choose.ts';

interface Options extends Choice {
  readonly output?: string;
}

/** Writes the OpenAPI document of a stack's own API. */
export function openapi(): Command {
  const command = new Command('openapi')
    .summary("write the OpenAPI document of the stack's own API")
    .description(
      "Writes the OpenAPI 3.1 document of the API that the CDK app in this folder defines, whatever language the app is in: with the stack's own backends, OAuth clients, layout, options and custom fields.",
    )
    .option('--output <file>', 'where to write it (default: standard output)');
  return withChoice(command).action(write);
}

async function write({ output, ...choice }: Options): Promise<void> {
  const text = `${JSON.stringify(await chooseDocument(choice), undefined, 2)}\n`;
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  await writeFile(output, text).catch(cannotWrite(output));
  process.stderr.write(`wrote ${output}\n`);
}

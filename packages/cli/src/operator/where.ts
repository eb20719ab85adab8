import { type Command, Option } from 'commander';
import { Misuse } from '../failure.ts';
import { readUrl } from '../url.ts';
import type { Where } from './stack-outputs.ts';

/** Adds the options that say which stack a command is about. */
export function withWhere(command: Command, functionName: string): Command {
  return command
    .addOption(
      new Option(
        '--stack <name>',
        'the CloudFormation stack, in the account and region of your AWS credentials',
      ),
    )
    .addOption(
      new Option('--url <url>', 'the stack on this machine, such as http://127.0.0.1:3000')
        .conflicts('stack')
        .argParser(readUrl),
    )
    .option(
      '--function <name>',
      `the ${functionName} function, where a stack has several UsersApi`,
    );
}

/** @throws Misuse where neither is given */
export function checkWhere({ stack, url }: Where): void {
  if (stack === undefined && url === undefined) {
    throw new Misuse('which stack? Add --stack NAME, or --url URL for one on this machine');
  }
}

import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { createUser } from './commands/create-user.ts';
import { dev } from './commands/dev.ts';
import { endLogins } from './commands/end-logins.ts';

/** A command of one's own is a file in `commands/` and a word here. */
const COMMANDS: readonly (() => Command)[] = [dev, createUser, endLogins];

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** The whole command line; `docs/cli.md` is made from it. */
export function program(): Command {
  const root = new Command('cdk-users-api')
    .description('Runs, fills and looks after stacks with a UsersApi.')
    .version(version, '-v, --version', 'show the version')
    .helpOption('-h, --help', 'show this')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
    // `run` says it, in one line.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const make of COMMANDS) {
    const command = make().helpOption('-h, --help', 'show this');
    root.addCommand(command.copyInheritedSettings(root));
  }
  return root;
}

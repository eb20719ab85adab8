import { Command } from 'commander';
import { asProgram } from './as-program.ts';
import { client } from './commands/client.ts';
import { createUser } from './commands/create-user.ts';
import { dev } from './commands/dev.ts';
import { endLogins } from './commands/end-logins.ts';
import { exportUsers } from './commands/export-users.ts';
import { importUsers } from './commands/import-users.ts';
import { init } from './commands/init.ts';
import { openapi } from './commands/openapi.ts';
import { redrive } from './commands/redrive.ts';

/** A command of one's own is a file in `commands/` and a word here. */
const COMMANDS: readonly (() => Command)[] = [
  init,
  dev,
  createUser,
  endLogins,
  redrive,
  importUsers,
  exportUsers,
  openapi,
  client,
];

/** The whole command line; `docs/cli.md` is made from it. */
export function program(): Command {
  const root = asProgram(new Command('cdk-users-api'))
    .description('Makes, runs, fills and looks after stacks with a UsersApi.')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false });
  for (const make of COMMANDS) {
    const command = make().helpOption('-h, --help', 'show this');
    root.addCommand(command.copyInheritedSettings(root));
  }
  return root;
}

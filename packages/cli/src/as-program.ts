import type { Command } from 'commander';
import { version } from './version.ts';

/** A command that is started by itself, by `run`. */
export function asProgram(command: Command): Command {
  return (
    command
      .version(version, '-v, --version', 'show the version')
      .helpOption('-h, --help', 'show this')
      // `run` says it, in one line.
      .configureOutput({ outputError: () => {} })
      .exitOverride()
  );
}

import { Command } from 'commander';
import { Screen } from '../operator/screen.ts';
import type { Where } from '../operator/stack-outputs.ts';
import { onceStopped } from '../operator/stopping.ts';
import { checkWhere, withWhere } from '../operator/where.ts';

interface Options extends Where {
  readonly json?: true;
}

/**
 * Writes all users to a file through the stack's own export-users function, in AWS or in the stack on this machine.
 */
export function exportUsers(): Command {
  const command = new Command('export-users')
    .summary('write all users to a file, with their hashes')
    .description(
      "Writes all users to a file, one a line as JSON, with the hashes of their passwords, through the stack's own export-users function: the format that import-users takes. Only you may read the file.",
    )
    .argument('<file>', 'to write, which must not be there')
    .option('--json', 'print one JSON object at the end, in place of progress');
  return withWhere(command, 'export-users').action(run);
}

async function run(file: string, options: Options): Promise<void> {
  checkWhere(options);
  // They load the AWS SDK, which help doesn't need.
  const { optionalFunction } = await import('../operator/stack-function.ts');
  const { exportFile } = await import('../operator/transfer/export-file.ts');
  const { numbered } = await import('../operator/transfer/import-file.ts');
  const screen = new Screen(options.json === true);
  const stopping = onceStopped(() => screen.say('stopping'));
  try {
    const found = await optionalFunction(options, 'ExportUsersFunctionName', 'exportUsers: true');
    const users = await exportFile({ file, call: found.call, screen, stopping });
    screen.found({ users });
    screen.say(`exported: ${numbered(users)} users to ${file}`);
    screen.say('done');
    screen.result();
  } catch (error) {
    screen.result(error);
    throw error;
  } finally {
    stopping.end();
    screen.stop();
  }
}

import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { Screen } from '../operator/screen.ts';
import type { Where } from '../operator/stack-outputs.ts';
import { onceStopped } from '../operator/stopping.ts';
import type { FileImported } from '../operator/transfer/import-file.ts';
import { checkWhere, withWhere } from '../operator/where.ts';

interface Options extends Where {
  readonly events?: true;
  readonly restart?: true;
  readonly json?: true;
}

/**
 * Stores the users of a file through the stack's own import-users function, in AWS or in the stack on this machine.
 */
export function importUsers(): Command {
  const command = new Command('import-users')
    .summary('move users in from another system, with their hashes')
    .description(
      "Stores the users of a file, one a line as JSON, with the hashes of their passwords, through the stack's own import-users function. Nobody who is there is changed. What is not imported is in FILE.rejects.ndjson, with the reason. A run that was interrupted goes on where it stopped, by FILE.progress.json.",
    )
    .argument('<file>', 'with a user a line: docs/import.md has the format')
    .option('--events', 'raise after-register for each user, as if they had registered')
    .option('--restart', 'begin with the first line, whatever earlier runs have done')
    .option('--json', 'print one JSON object at the end, in place of progress');
  return withWhere(command, 'import-users').action(run);
}

async function run(file: string, options: Options): Promise<void> {
  checkWhere(options);
  // They load the AWS SDK, which help doesn't need.
  const { optionalFunction } = await import('../operator/stack-function.ts');
  const { importFile } = await import('../operator/transfer/import-file.ts');
  const screen = new Screen(options.json === true);
  const stopping = onceStopped(() => screen.say('stopping after what is being sent'));
  try {
    const found = await optionalFunction(options, 'ImportUsersFunctionName', 'importUsers: true');
    const { events = false, restart = false } = options;
    const done = await importFile({ file, ...found, events, restart, screen, stopping });
    await report(file, done, screen);
    screen.result();
  } catch (error) {
    screen.result(error);
    throw error;
  } finally {
    stopping.end();
    screen.stop();
  }
}

async function report(file: string, done: FileImported, screen: Screen): Promise<void> {
  const { numbered, rejectedOf } = await import('../operator/transfer/import-file.ts');
  const { rejectsFileOf } = await import('../operator/transfer/rejects.ts');
  const { progress, goesOn, left, users, seconds } = done;
  const isOver = goesOn && users === 0 && left === 0;
  const { imported, present, rejected, ignored } = progress;
  const rate = numbered(Math.round(users / Math.max(seconds, 0.001)));
  screen.found({ imported, present, rejected, ignored, left, users, seconds });
  if (isOver) screen.say(`nothing is left to send: earlier runs came to the end of ${file}`);
  const counts = `imported: ${numbered(imported)}; there already: ${numbered(present)}`;
  screen.say(isOver ? `earlier runs: ${counts}` : counts);
  if (users > 0)
    screen.say(`this run: ${numbered(users)} users in ${seconds.toFixed(1)} s, ${rate} a second`);
  if (ignored.length > 0) {
    screen.say(`not kept: ${ignored.join(', ')}, as the user model has no such field`);
  }
  if (left > 0) {
    screen.found({ stopped: true });
    screen.say(`stopped after line ${progress.lines}: the same command goes on from there`);
    return;
  }
  const count = rejectedOf(progress);
  if (count > 0) {
    const reasons = Object.entries(rejected).map(
      ([reason, lines]) => `${reason} ${numbered(lines)}`,
    );
    const goOn = isOver
      ? '; correct them in a file of their own, or send all lines again with --restart'
      : '';
    throw new Failure(
      `${numbered(count)} of ${numbered(progress.lines)} lines were not imported (${reasons.join(', ')}): ${rejectsFileOf(file)} has them${goOn}`,
    );
  }
  screen.say('done');
}

import { styleText } from 'node:util';
import { type Command, CommanderError } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { Failure, Misuse } from './failure.ts';

const HELP = '(--help shows the options)';

/**
 * Runs a command line of a program.
 *
 * @returns what the process ends with
 */
export async function run(program: Command, args: readonly string[]): Promise<number> {
  // The reader may be gone: that is no reason to crash and leave something behind.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? EXIT_CODES.done[0]);
  } catch (error) {
    if (!(error instanceof CommanderError)) return failed(error);
    // Help and version have been printed; help that nobody asked for stands for a missing command.
    if (error.exitCode === 0) return EXIT_CODES.done[0];
    if (error.code !== 'commander.help') say(usage(error));
    return EXIT_CODES.misused[0];
  }
}

function failed(error: unknown): number {
  const known = error instanceof Failure;
  const details = known ? error.details : (error as Error)?.stack;
  if (details) process.stderr.write(`${details}\n\n`);
  const help = error instanceof Misuse ? ` ${HELP}` : '';
  say(known ? `${error.message}${help}` : 'this is a fault of cdk-users-api');
  return (error instanceof Misuse ? EXIT_CODES.misused : EXIT_CODES.failed)[0];
}

/** Commander's words as one line. */
function usage({ message }: CommanderError): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\)$/, '; did you mean $1');
  return `${text.replaceAll('\n', ' ')} ${HELP}`;
}

function say(message: string): void {
  const label = styleText('red', 'error:', { stream: process.stderr });
  process.stderr.write(`${label} ${message}\n`);
}

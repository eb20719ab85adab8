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
    await program.parseAsync(meant(program, args), { from: 'user' });
    return Number(process.exitCode ?? EXIT_CODES.done[0]);
  } catch (error) {
    if (!(error instanceof CommanderError)) return failed(error);
    // Help and version have been printed.
    if (error.exitCode === 0) return EXIT_CODES.done[0];
    // Help that nobody asked for stands for a missing command.
    say(error.code === 'commander.help' ? `no command is named ${HELP}` : usage(error));
    return EXIT_CODES.misused[0];
  }
}

/** `help dev` is `dev --help`; a command that is not there is named as such, even if its help is wanted. */
function meant(program: Command, args: readonly string[]): readonly string[] {
  if (program.commands.length === 0) return args;
  const [first, ...others] = args;
  if (first === 'help') return meant(program, [...others.slice(0, 1), '--help']);
  const unknown =
    first?.startsWith('-') === false && !program.commands.some((each) => each.name() === first);
  return unknown ? [first] : args;
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

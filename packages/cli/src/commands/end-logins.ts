import { Command, InvalidArgumentError } from 'commander';
import type { LoginsEnded, Walk } from '../../../../lambda/users/sessions/end-logins.ts';
import { Failure } from '../failure.ts';
import { checkWhere, withWhere } from '../operator/where.ts';
import { Spinner } from '../spinner.ts';

interface Options {
  readonly stack?: string;
  readonly url?: string;
  readonly function?: string;
  readonly resume?: readonly Walk[];
  readonly json?: true;
}

/** Milliseconds between two lines of progress. */
const PROGRESS = 5_000;

/**
 * Ends every login of every user through the stack's own end-logins function, in AWS or in the stack
 * on this machine.
 */
export function endLogins(): Command {
  const command = new Command('end-logins')
    .summary('end every login of every user')
    .description(
      "Ends every login of every user through the stack's own end-logins function: replaces what signs tokens, and ends stored sessions.",
    )
    .option(
      '--resume <token>',
      'goes on where a run was interrupted, which printed this',
      readToken,
    )
    .option('--json', 'print one JSON object at the end, in place of progress');
  return withWhere(command, 'end-logins').action(end);
}

async function end(options: Options): Promise<void> {
  checkWhere(options);
  const { stackFunction } = await import('../operator/stack-function.ts');
  const call = await stackFunction(options, 'EndLoginsFunctionName');
  const step = async (walk?: Walk) => (await call({ walk })) as LoginsEnded;
  const spinner = new Spinner();
  const say = (line: string) => {
    if (!options.json) spinner.line(line);
  };

  let left = options.resume ?? [];
  let replaced = 0;
  if (options.resume === undefined) {
    const { keys, next } = await step();
    replaced = keys;
    say(`keys: ${keys} replaced; no token of before is accepted after 5 minutes`);
    left = next;
  }

  let [users, sessions] = [0, 0];
  const soFar = () => `stored sessions: ${sessions} ended, of ${users} users`;
  // A terminal sees it move.
  const timer = setInterval(() => !process.stdout.isTTY && say(soFar()), PROGRESS);
  try {
    while (left.length > 0) {
      if (!options.json) spinner.spin(soFar());
      // One that fails doesn't take along what the others did.
      const outcomes = await Promise.allSettled(left.map(step));
      const walks = left;
      left = outcomes.flatMap((outcome, index) =>
        outcome.status === 'fulfilled' ? outcome.value.next : (walks[index] ?? []),
      );
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') throw outcome.reason;
        users += outcome.value.users;
        sessions += outcome.value.sessions;
      }
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Failure(`${message}; to go on from here, add --resume ${tokenOf(left)}`);
  } finally {
    clearInterval(timer);
    spinner.stop();
  }
  say(soFar());
  say('done');
  if (options.json)
    process.stdout.write(`${JSON.stringify({ keys: replaced, users, sessions })}\n`);
}

/** The walks that are left, as one word of a command line. */
const tokenOf = (left: readonly Walk[]) => Buffer.from(JSON.stringify(left)).toString('base64url');

function readToken(token: string): Walk[] {
  try {
    const left: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(left)) return left;
  } catch {
    // Reported below: it is the same mistake.
  }
  throw new InvalidArgumentError('It has to be what a run has printed.');
}

/**
 * `npm run end-logins`: ends every login of every user through the stack's own end-logins function, in
 * AWS or in the stack on this machine.
 */
import { parseArgs } from 'node:util';
import type { LoginsEnded, Walk } from '../lambda/users/sessions/end-logins.ts';
import { Failure, stackFunction } from './operator/stack-function.ts';

const USAGE = `npm run end-logins -- (--stack NAME | --url URL)

  --stack NAME     the CloudFormation stack, in the account and region of your AWS credentials
  --url URL        the stack on this machine, such as http://127.0.0.1:3000
  --function NAME  the end-logins function, where a stack has several UsersApi
  --resume TOKEN   goes on where a run was interrupted, which printed this`;

const OUTPUT = 'EndLoginsFunctionName';

/** Milliseconds between two lines of progress. */
const PROGRESS = 5_000;

/** The walks that are left, as one word of a command line. */
const tokenOf = (left: readonly Walk[]) => Buffer.from(JSON.stringify(left)).toString('base64url');

function readToken(token: string): Walk[] {
  try {
    const left: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(left)) return left;
  } catch {
    // Reported below: it is the same mistake.
  }
  throw new Failure(`--resume is what a run has printed, not ${token}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stack: { type: 'string' },
      url: { type: 'string' },
      function: { type: 'string' },
      resume: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if ((values.stack === undefined) === (values.url === undefined)) {
    throw new Failure(`one of --stack and --url is needed\n\nusage: ${USAGE}`);
  }
  const call = await stackFunction(values, OUTPUT);
  const end = async (walk?: Walk) => (await call({ walk })) as LoginsEnded;

  let left: readonly Walk[];
  if (values.resume === undefined) {
    const { keys, next } = await end();
    console.log(`keys: ${keys} replaced; no token of before is accepted after 5 minutes`);
    left = next;
  } else {
    left = readToken(values.resume);
  }

  let [users, sessions] = [0, 0];
  const progress = () => console.log(`stored sessions: ${sessions} ended, of ${users} users`);
  const timer = setInterval(progress, PROGRESS);
  try {
    while (left.length > 0) {
      // One that fails doesn't take along what the others did.
      const outcomes = await Promise.allSettled(left.map(end));
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
    console.error(`end-logins: to go on from here, add --resume ${tokenOf(left)}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
  progress();
  console.log('done');
}

main().catch((error: unknown) => {
  console.error(`end-logins: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});

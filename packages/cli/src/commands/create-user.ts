import { styleText } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { withRemedy } from '../operator/refused-user.ts';
import { checkWhere, withWhere } from '../operator/where.ts';

interface Options {
  readonly email: string;
  readonly password?: string;
  readonly superuser?: true;
  readonly verified?: true;
  readonly fields?: object;
  readonly stack?: string;
  readonly url?: string;
  readonly function?: string;
}

/**
 * Creates a user through the stack's own create-user function, in AWS or in the stack on this
 * machine. It is how a deployment gets its first superuser.
 */
export function createUser(): Command {
  const command = new Command('create-user')
    .summary('make a user, such as the first superuser')
    .description(
      "Makes a user through the stack's own create-user function, and prints it as JSON. The password is asked for, or read from standard input.",
    )
    .requiredOption('--email <address>', 'of the user')
    .option('--superuser', 'may administer users')
    .option('--verified', 'the address counts as verified')
    .option(
      '--fields <json>',
      `the custom fields of the user model, such as '{"name": "Ada"}'`,
      readFields,
    )
    .option(
      '--password <text>',
      'for stacks on this machine: others can see it in the list of processes',
    );
  return withWhere(command, 'create-user').action(make);
}

async function make(options: Options): Promise<void> {
  checkWhere(options);
  if (options.password !== undefined && options.stack !== undefined) {
    const label = styleText('yellow', 'warning:', { stream: process.stderr });
    process.stderr.write(
      `${label} --password is in the list of processes and in the shell's history; leave it out, and it is asked for\n`,
    );
  }
  // They load the AWS SDK, which help doesn't need.
  const { stackFunction } = await import('../operator/stack-function.ts');
  const { readPassword } = await import('../operator/password.ts');
  const call = await stackFunction(options, 'CreateUserFunctionName');
  const {
    email,
    fields,
    superuser = false,
    verified = false,
    password = await readPassword(),
  } = options;
  const flags = { is_superuser: superuser, is_verified: verified };
  const user = await call({ ...fields, email, password, ...flags }).catch((error) => {
    throw withRemedy(error, fields);
  });
  process.stdout.write(`${JSON.stringify(user, null, 2)}\n`);
}

function readFields(text: string): object {
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields;
  } catch {
    // Reported below: it is the same mistake.
  }
  throw new InvalidArgumentError('It has to be a JSON object.');
}

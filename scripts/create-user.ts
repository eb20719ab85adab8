/**
 * `npm run create-user`: creates a user through the stack's own create-user function, in AWS or in
 * the stack on this machine. It is how a deployment gets its first superuser.
 */
import { parseArgs } from 'node:util';
import { Failure, stackFunction } from './operator/stack-function.ts';

const USAGE = `npm run create-user -- --email E --password P [--superuser] [--verified] [--fields JSON] (--stack NAME | --url URL)

  --stack NAME     the CloudFormation stack, in the account and region of your AWS credentials
  --url URL        the stack on this machine, such as http://127.0.0.1:3000
  --function NAME  the create-user function, where a stack has several UsersApi
  --superuser      may administer users
  --verified       the address counts as verified
  --fields JSON    the custom fields of the user model, such as '{"name": "Ada"}'`;

const OUTPUT = 'CreateUserFunctionName';

function options() {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      password: { type: 'string' },
      superuser: { type: 'boolean', default: false },
      verified: { type: 'boolean', default: false },
      fields: { type: 'string', default: '{}' },
      stack: { type: 'string' },
      url: { type: 'string' },
      function: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values;
}

function readFields(text: string): object {
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields;
  } catch {
    // Reported below: it is the same mistake.
  }
  throw new Failure(`--fields is a JSON object, not ${text}`);
}

async function main(): Promise<void> {
  const {
    email,
    password,
    fields,
    superuser,
    verified,
    stack,
    url,
    function: named,
    help,
  } = options();
  if (help) return console.log(USAGE);
  if (!email || !password || (stack === undefined) === (url === undefined)) {
    throw new Failure(
      `--email, --password and one of --stack and --url are needed\n\nusage: ${USAGE}`,
    );
  }
  const call = await stackFunction({ stack, url, function: named }, OUTPUT);
  const custom = readFields(fields);
  const flags = { is_superuser: superuser, is_verified: verified };
  const user = await call({ ...custom, email, password, ...flags });
  console.log(JSON.stringify(user, null, 2));
}

main().catch((error: unknown) => {
  console.error(`create-user: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});

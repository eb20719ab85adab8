/**
 * `npm run create-user`: creates a user through the stack's own create-user function, in AWS or in
 * the stack on this machine. It is how a deployment gets its first superuser.
 */
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';

const USAGE = `npm run create-user -- --email E --password P [--superuser] [--verified] [--fields JSON] (--stack NAME | --url URL)

  --stack NAME     the CloudFormation stack, in the account and region of your AWS credentials
  --url URL        the stack on this machine, such as http://127.0.0.1:3000
  --function NAME  the create-user function, where a stack has several UsersApi
  --superuser      may administer users
  --verified       the address counts as verified
  --fields JSON    the custom fields of the user model, such as '{"name": "Ada"}'`;

/** Part of the output's logical id that names the function; the construct's path is around it. */
const OUTPUT = 'CreateUserFunctionName';

/** A mistake that one line explains. */
class Failure extends Error {}

type Outputs = Readonly<Record<string, string>>;

async function stackOutputs(stack: string): Promise<Outputs> {
  const answer = await new CloudFormationClient().send(
    new DescribeStacksCommand({ StackName: stack }),
  );
  const outputs = answer.Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map((one) => [one.OutputKey ?? '', one.OutputValue ?? '']));
}

async function localOutputs(url: string): Promise<Outputs> {
  const answer = await fetch(new URL('/_local/stack', url)).catch(() => {
    throw new Failure(`nothing answers at ${url}: start it with npm start, or give its URL`);
  });
  if (!answer.ok) throw new Failure(`${url} is no local stack: /_local/stack is ${answer.status}`);
  return ((await answer.json()) as { outputs: Outputs }).outputs;
}

function functionName(outputs: Outputs, where: string): string {
  const found = Object.entries(outputs).filter(([key]) => key.includes(OUTPUT));
  const [first, ...others] = found;
  if (!first) throw new Failure(`${where} has no output ${OUTPUT}: is there a UsersApi in it?`);
  if (others.length > 0) {
    const names = found.map(([, name]) => name).join(', ');
    throw new Failure(`${where} has several UsersApi: choose with --function one of ${names}`);
  }
  return first[1];
}

async function invoke(config: LambdaClientConfig, name: string, input: object): Promise<unknown> {
  const answer = await new LambdaClient(config).send(
    new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(input)) }),
  );
  const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8') || 'null');
  if (answer.FunctionError) throw new Failure(payload?.errorMessage ?? answer.FunctionError);
  return payload;
}

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
  const config: LambdaClientConfig =
    url === undefined
      ? {}
      : {
          endpoint: url,
          region: 'local',
          credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        };
  const outputs = () => (url === undefined ? stackOutputs(stack ?? '') : localOutputs(url));
  const name = named ?? functionName(await outputs(), url ?? `stack ${stack}`);
  const custom = readFields(fields);
  const flags = { is_superuser: superuser, is_verified: verified };
  const user = await invoke(config, name, { ...custom, email, password, ...flags });
  console.log(JSON.stringify(user, null, 2));
}

main().catch((error: unknown) => {
  console.error(`create-user: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});

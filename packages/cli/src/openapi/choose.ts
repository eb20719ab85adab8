/** Which UsersApi a command is about, and its document: of the app in this folder, or of an API that runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { Failure } from '../failure.ts';
import { ASKED, type Documented, documentsIn, type OpenApiDocument } from './documents.ts';

export interface Choice {
  readonly app?: string;
  readonly stack?: string;
  readonly construct?: string;
  readonly url?: string;
}

/** Adds the options that say where the document comes from. */
export function withChoice(command: Command): Command {
  return command
    .option(
      '--app <file>',
      'synthesise this TypeScript file (default: the app command of cdk.json)',
    )
    .option('--stack <name>', 'which stack, where several have a UsersApi')
    .option('--construct <path>', 'which UsersApi, where a stack has several')
    .addOption(
      new Option(
        '--url <url>',
        'ask a running API, with its base path, such as http://127.0.0.1:3000/users, in place of the app',
      ).conflicts(['app', 'stack', 'construct']),
    );
}

/** @throws Failure */
export function chooseDocument({ url, ...choice }: Choice): Promise<OpenApiDocument> {
  return url === undefined ? fromApp(choice) : fromUrl(url);
}

async function fromApp({ app, ...choice }: Omit<Choice, 'url'>): Promise<OpenApiDocument> {
  const output = await mkdtemp(path.join(tmpdir(), 'cdk-users-api-'));
  try {
    await synthesizeInto(output, app);
    return chosen(await documentsIn(output), choice).document;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function synthesizeInto(output: string, app: string | undefined): Promise<void> {
  const { build, synthesize } = await import('cdk-users-api-local/cloudformation/synthesis');
  const { LocalError } = await import('cdk-users-api-local');
  const project = process.cwd();
  const step = (action: string) => (command: string) =>
    process.stderr.write(`${action}: ${command}\n`);
  try {
    await build({ project, onStart: step('building') });
    await synthesize({
      project,
      output,
      context: ASKED,
      onStart: step('synthesising'),
      ...(app !== undefined && { app: path.resolve(app) }),
    });
  } catch (error) {
    throw error instanceof LocalError ? new Failure(error.message, error.details) : error;
  }
}

/** @throws Failure unless there is exactly one that is meant */
export function chosen(
  all: readonly Documented[],
  { stack, construct }: Pick<Choice, 'stack' | 'construct'>,
): Documented {
  if (all.length === 0) {
    throw new Failure(
      'the app has no UsersApi whose document could be read: add one, or update cdk-users-api',
    );
  }
  const ofStack = all.filter((each) => stack === undefined || each.stack === stack);
  const named = (key: 'stack' | 'construct', among: readonly Documented[]) =>
    [...new Set(among.map((each) => each[key]))].join(', ');
  if (ofStack.length === 0) {
    throw new Failure(
      `stack ${stack} has no UsersApi: choose with --stack one of ${named('stack', all)}`,
    );
  }
  const stacks = named('stack', ofStack);
  if (stacks.includes(',')) {
    throw new Failure(`several stacks have a UsersApi: choose with --stack one of ${stacks}`);
  }
  const found = ofStack.filter((each) => construct === undefined || each.construct === construct);
  const [first, ...others] = found;
  const constructs = named('construct', ofStack);
  if (first === undefined) {
    throw new Failure(
      `stack ${stacks} has no UsersApi ${construct}: choose with --construct one of ${constructs}`,
    );
  }
  if (others.length > 0) {
    throw new Failure(
      `stack ${stacks} has several UsersApi: choose with --construct one of ${constructs}`,
    );
  }
  return first;
}

async function fromUrl(url: string): Promise<OpenApiDocument> {
  const address = `${url.replace(/\/+$/, '')}/openapi.json`;
  const answer = await fetch(address).catch(() => {
    throw new Failure(`nothing answers at ${url}: is it the output Url of the stack?`);
  });
  const document: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined;
  if (isDocument(document)) return document;
  throw new Failure(
    `${address} is no OpenAPI document (${answer.status}): give --url the base path too, and the stack apiDocumentation; or leave --url out`,
  );
}

function isDocument(given: unknown): given is OpenApiDocument {
  return typeof given === 'object' && given !== null && 'openapi' in given && 'paths' in given;
}

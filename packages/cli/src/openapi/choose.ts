/** Which UsersApi a command is about, and its document: of the app in this folder, or of an API that runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, checkApp, synthesize } from 'cdk-users-api-local/cloudformation/synthesis';
import { type Command, Option } from 'commander';
import { Failure, Misuse } from '../failure.ts';
import { localFailure } from '../local-failure.ts';
import { readUrl } from '../url.ts';
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
        'ask a running API, at its output Url, or a stack on this machine, such as http://127.0.0.1:3000, in place of the app',
      )
        .conflicts(['app', 'stack', 'construct'])
        .argParser(readUrl),
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
  const project = process.cwd();
  const step = (action: string) => (command: string) =>
    process.stderr.write(`${action}: ${command}\n`);
  const file = app !== undefined && { app: path.resolve(app) };
  try {
    await checkApp({ project, ...file });
    await build({ project, onStart: step('building') });
    await synthesize({
      project,
      output,
      context: ASKED,
      onStart: step('synthesising'),
      ...file,
    });
  } catch (error) {
    throw localFailure(error);
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
    throw new Misuse(
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
    throw new Misuse(
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
  const { status, document } = await documentAt(url);
  if (document !== undefined) return document;
  const found = new URL(url).pathname === '/' ? await documentsOfStack(url) : [];
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first.document;
  if (others.length > 0) {
    const urls = found.map((each) => each.url).join(', ');
    throw new Failure(`${url} has several UsersApi: choose with --url one of ${urls}`);
  }
  throw new Failure(
    `${url}/openapi.json is no OpenAPI document (${status}): give --url the base path too, and the stack apiDocumentation; or leave --url out`,
  );
}

/** Those of a stack on this machine, which says where its APIs are. */
async function documentsOfStack(url: string) {
  const answer = await fetch(`${url}/_local/stack`).catch(() => undefined);
  const stack = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  const { outputs = {} } = (stack ?? {}) as { outputs?: Readonly<Record<string, unknown>> };
  const urls = Object.entries(outputs).flatMap(([name, value]) =>
    name.includes('Url') && typeof value === 'string' && URL.canParse(value) ? [value] : [],
  );
  const asked = await Promise.all(
    [...new Set(urls)].map(async (each) => ({ url: each, ...(await documentAt(each)) })),
  );
  return asked.flatMap(({ url: each, document }) => (document ? [{ url: each, document }] : []));
}

async function documentAt(
  url: string,
): Promise<{ status: number; document: OpenApiDocument | undefined }> {
  const answer = await fetch(`${url}/openapi.json`).catch(() => {
    throw new Failure(`nothing answers at ${url}: is it the output Url of the stack?`);
  });
  const document: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined;
  return { status: answer.status, document: isDocument(document) ? document : undefined };
}

function isDocument(given: unknown): given is OpenApiDocument {
  return typeof given === 'object' && given !== null && 'openapi' in given && 'paths' in given;
}

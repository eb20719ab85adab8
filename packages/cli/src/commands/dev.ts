import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEMO_DATA, demoAssembly } from '../demo.ts';
import { checkNodeVersion } from '../dev/node-version.ts';
import { Misuse } from '../failure.ts';
import { readUrl } from '../url.ts';

interface Options {
  readonly app?: string;
  readonly demo?: true;
  readonly stack?: string;
  readonly synth?: true;
  readonly data: string;
  readonly fresh?: true;
  readonly port: number;
  readonly dynamodbEndpoint?: string;
  readonly https?: true;
  readonly cert?: string;
  readonly key?: string;
  readonly json?: true;
  readonly watch: boolean;
}

const DEFAULT_PORT = 3000;
const DEFAULT_DATA = '.local';

/** Runs the stack of a CDK app on this machine, until Ctrl-C. */
export function dev(): Command {
  return new Command('dev')
    .summary('run the stack on this machine')
    .description(
      'Runs the stack of the CDK app in this folder on this machine, whatever language the app is in: its functions, routes, tables, streams, rules, secrets and mails. Ctrl-C stops it; it also stops when the process that started it is gone.',
    )
    .option(
      '--app <file>',
      'synthesise this TypeScript file (default: the app command of cdk.json)',
    )
    .addOption(
      new Option(
        '--demo',
        'run what `init` writes, from this package: no project and no CDK are needed',
      ).conflicts(['app', 'stack']),
    )
    .option('--stack <name>', 'which stack, where the app has several')
    .option(
      '--data <folder>',
      `keep tables, secrets and logs here, in a new folder or one of this command (with --demo: ${DEMO_DATA})`,
      readData,
      DEFAULT_DATA,
    )
    .option(
      '--synth',
      'run the app even if nothing has changed that its last template can have been made from',
    )
    .option('--fresh', 'start without the data of earlier runs')
    .addOption(
      new Option('--port <number>', 'where to listen on 127.0.0.1; 0 picks a free one')
        .env('PORT')
        .default(DEFAULT_PORT)
        .argParser(readPort),
    )
    .addOption(
      new Option(
        '--dynamodb-endpoint <url>',
        'a DynamoDB engine to use, such as DynamoDB Local (default: one is started)',
      )
        .env('DYNAMODB_ENDPOINT')
        // An empty variable is none.
        .argParser((text) => (text === '' ? text : readUrl(text))),
    )
    .option(
      '--https',
      'serve https://localhost as well, at the same port, with a certificate that is made here',
    )
    .option('--cert <file>', 'a certificate for HTTPS, in PEM, such as one of mkcert')
    .option('--key <file>', 'the key of --cert, in PEM')
    .option('--no-watch', 'do not reload the stack when a source has been saved')
    .option('--json', 'print one JSON object a line')
    .action(start);
}

async function start(options: Options, command: Command): Promise<void> {
  checkNodeVersion({ demo: options.demo });
  const { app, stack, dynamodbEndpoint } = options;
  if ((options.cert === undefined) !== (options.key === undefined)) {
    throw new Misuse('--cert and --key go together: the certificate, and its key');
  }
  const { runDev } = await import('../dev/run.ts');
  await runDev({
    json: options.json ?? false,
    watch: options.watch && !options.demo,
    data: dataFolder(command),
    port: options.port,
    ...(options.https && { https: {} }),
    ...(options.cert && options.key && { https: { cert: options.cert, key: options.key } }),
    fresh: options.fresh ?? false,
    alwaysSynthesize: options.synth ?? false,
    ...(options.demo && { assembly: demoAssembly() }),
    ...(app !== undefined && { app: path.resolve(app) }),
    ...(stack !== undefined && { stackName: stack }),
    ...(dynamodbEndpoint && { dynamodbEndpoint }),
  });
}

/** Of `dev`, as its options say. */
export function dataFolder(command: Command): string {
  const { data, demo } = command.opts<Options>();
  const isDefault = command.getOptionValueSource('data') === 'default';
  return path.resolve(demo && isDefault ? DEMO_DATA : data);
}

function readData(folder: string): string {
  if (folder !== '') return folder;
  throw new InvalidArgumentError('It has to name a folder.');
}

function readPort(text: string): number {
  if (text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
}

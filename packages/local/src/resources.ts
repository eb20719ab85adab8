import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { startAwsJsonServer } from './aws-json/server.ts';
import type { Cleanup } from './cleanup.ts';
import type { SynthesizedStack } from './cloudformation/assembly.ts';
import { createCustomResources } from './cloudformation/custom-resources.ts';
import { StackScope } from './cloudformation/stack-scope.ts';
import type { Json, JsonObject } from './cloudformation/template.ts';
import type { DataDirectory } from './data-directory.ts';
import { CREDENTIALS, type Credentials } from './environment.ts';
import { LocalError } from './errors.ts';
import type { EventEnvelope } from './event-bus/envelope.ts';
import { EventBuses } from './event-bus/event-bus.ts';
import { eventBridge } from './event-bus/operations.ts';
import { busNames, readRules } from './event-bus/rules.ts';
import { Hosts } from './gateway/hosts.ts';
import { type HttpServer, startHttpServer } from './gateway/http-server.ts';
import { identifyHttpApis } from './gateway/identify-http-api.ts';
import { readHttpApi } from './gateway/read-http-api.ts';
import { apisLeftOut, httpApisOf } from './gateway/served-apis.ts';
import {
  type FunctionDefinition,
  readFunctions,
  type ServiceEndpoints,
} from './lambda/definition.ts';
import { EnvironmentPool } from './lambda/environment-pool.ts';
import { type StartEnvironment, startThread } from './lambda/execution-environment.ts';
import { LambdaFunction } from './lambda/function.ts';
import { FunctionDirectory } from './lambda/function-directory.ts';
import { FunctionLogs } from './lambda/function-log.ts';
import { readable } from './lambda/log-line.ts';
import type { Reporter } from './reporter.ts';
import { RunningStack } from './running-stack.ts';
import { Buckets, bucketNames } from './s3/buckets.ts';
import { startS3Server } from './s3/server.ts';
import { identifySecrets } from './secrets/identify-secrets.ts';
import { missingSecrets } from './secrets/missing-secrets.ts';
import { secretsManager } from './secrets/operations.ts';
import { Rotations } from './secrets/rotations.ts';
import { SecretStore } from './secrets/secret-store.ts';
import { startSesServer } from './ses/server.ts';
import { readEventSourceMappings } from './streams/event-source-mapping.ts';
import { StreamPoller } from './streams/stream-poller.ts';
import { StreamPollers } from './streams/stream-pollers.ts';
import { StackTables } from './tables/stack-tables.ts';

export interface ResourcesOptions {
  readonly stack: SynthesizedStack;
  readonly data: DataDirectory;
  /** Recreate the tables, even those of an engine that is not ours. */
  readonly fresh: boolean;
  readonly reporter: Reporter;
  /** Gets a step for everything that is started. */
  readonly cleanup: Cleanup;
  /** Where the API is served. */
  readonly url: string;
  /** In PEM, where it is served by HTTPS as well. */
  readonly certificate: string | undefined;
  readonly dynamodbEndpoint: string;
  /** Another number after each write to a table; undefined if it can't be told. */
  readonly tablesVersion: () => number | undefined;
  /** For the functions, in place of the real ones. */
  readonly endpoints: Partial<ServiceEndpoints>;
  /** For a function, by its logical id, in place of those that all share. */
  readonly credentialsOf?: ((logicalId: string) => Credentials) | undefined;
  /** For functions that have these variables, in place of the template's values. */
  readonly variables: Readonly<Record<string, string>>;
  /** In place of threads. */
  readonly startEnvironment?: StartEnvironment | undefined;
  /** Most execution environments for one function. */
  readonly concurrency: number;
  /** Milliseconds that an invocation waits for a warm one. */
  readonly patience: number;
  /** Events of the stack in whose place this one comes, oldest first. */
  readonly earlier: readonly EventEnvelope[];
  /** Ports of the APIs beside the main one, by logical id; they stay when a stack is replaced. */
  readonly ports: Map<string, number>;
}

/** Starts the resources of a stack, each after those that it refers to. */
export async function startResources(options: ResourcesOptions): Promise<RunningStack> {
  const { stack, data, reporter, cleanup } = options;
  const { template, environment } = stack;
  const scope = new StackScope(template, stack.name, environment);
  const warn = (message: string) => reporter.warning?.(message);

  for (const message of apisLeftOut(template)) warn(message);
  const [main, ...others] = httpApisOf(template);
  const servers = new Map<string, HttpServer>();
  for (const logicalId of others) {
    const server = await startHttpServer(options.ports.get(logicalId) ?? 0);
    options.ports.set(logicalId, server.port);
    cleanup.add(() => server.stop());
    servers.set(logicalId, server);
    reporter.step?.('serving', `${logicalId} at ${server.url}`);
  }
  const hosts = identifyHttpApis(
    template,
    scope,
    environment,
    new Map([
      ...(main === undefined ? [] : [[main, options.url] as const]),
      ...[...servers].map(([logicalId, { url }]) => [logicalId, url] as const),
    ]),
  );
  const secrets = new SecretStore(data.secrets, environment);
  identifySecrets(template, scope, secrets);
  const clients = awsClients(options, cleanup);
  const tables = new StackTables(clients.dynamodb, template, scope);
  await (options.fresh ? tables.recreate() : tables.open());

  const buses = new EventBuses(
    busNames(template, scope),
    (event) => reporter.event?.(event),
    options.earlier,
  );
  const services = await startAwsJsonServer({
    ...secretsManager(secrets, (arn) => rotations.rotate(arn)),
    ...eventBridge(buses, environment),
  });
  cleanup.add(() => services.stop());
  const buckets = new Buckets(bucketNames(template, scope), data.buckets);
  const s3 = await startS3Server(buckets);
  cleanup.add(() => s3.stop());
  const ses = await startSesServer((mail) => reporter.mail?.(mail));
  cleanup.add(() => ses.stop());
  const endpoints = {
    dynamodb: options.dynamodbEndpoint,
    eventbridge: services.endpoint,
    s3: s3.endpoint,
    secretsmanager: services.endpoint,
    sesv2: ses.endpoint,
  };

  const subscribers = new Set<LambdaFunction>();
  const definitions = readFunctions(stack, scope, {
    endpoints: { ...endpoints, ...options.endpoints },
    credentialsOf: options.credentialsOf ?? (() => CREDENTIALS),
    variables: options.variables,
    inlineCode: data.functions,
  });
  for (const message of missingSecrets(definitions, secrets)) warn(message);
  const functions = startFunctions(definitions, options, subscribers);
  const rotations = new Rotations(template, scope, secrets, functions);
  const rules = readRules(template, scope, functions, warn);
  for (const { targets } of rules) for (const target of targets) subscribers.add(target.function);
  buses.follow(rules);
  const read = (logicalId: string) =>
    readHttpApi(template, scope, environment, functions, logicalId);
  const api = main === undefined ? undefined : read(main);
  const otherApis = [...servers].map(([logicalId, server]) => ({ server, api: read(logicalId) }));

  const mappings = readEventSourceMappings(template, scope, functions);
  const pollers = new StreamPollers(
    mappings.map((mapping) => ({
      table: mapping.table,
      poller: new StreamPoller({
        mapping,
        failures: mapping.failures === undefined ? undefined : buckets.find(mapping.failures),
        warn,
        client: clients.streams,
        version: options.tablesVersion,
        region: environment.region,
        checkpointFile: path.join(data.checkpoints, `${mapping.logicalId}.json`),
      }),
    })),
    (table) => tables.streamArn(table),
  );
  if (options.fresh) await pollers.skip();
  pollers.start();
  // Functions first: their end lets the batches and deliveries that wait for them end too.
  cleanup.add(() => Promise.all([functions.stop(), pollers.stop(), buses.reset()]));
  const outputs = readOutputs(stack, scope);
  if (rotations.due.length > 0) reporter.step?.('rotating', 'new secrets');
  const made = Promise.all([
    createCustomResources(stack, scope, functions, warn),
    rotations.begin(),
  ]);
  const running = new RunningStack({
    api,
    otherApis: otherApis.map((each) => each.api),
    buckets,
    buses,
    endpoints,
    functions,
    hosts: new Hosts(hosts, options.certificate),
    outputs,
    pollers,
    reporter,
    made: made.then(() => {}),
    scope,
    tables,
  });
  for (const { server, api: other } of otherApis) {
    server.handle((request, body) => running.handleFor(other, request, body));
  }
  return running;
}

function awsClients({ dynamodbEndpoint, stack }: ResourcesOptions, cleanup: Cleanup) {
  const config = {
    endpoint: dynamodbEndpoint,
    region: stack.environment.region,
    credentials: CREDENTIALS,
  };
  const dynamodb = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  cleanup.add(() => {
    dynamodb.destroy();
    streams.destroy();
  });
  return { dynamodb, streams };
}

/** Everything a function writes goes to its log; what subscribers write is shown, too. */
function startFunctions(
  definitions: readonly FunctionDefinition[],
  { data, reporter, cleanup, startEnvironment = startThread, ...options }: ResourcesOptions,
  subscribers: ReadonlySet<LambdaFunction>,
): FunctionDirectory {
  const logs = new FunctionLogs(data.logs);
  cleanup.add(() => logs.close());
  const pool = new EnvironmentPool();
  return new FunctionDirectory(
    definitions.map((definition) => {
      const { logicalId, name } = definition;
      const made: LambdaFunction = new LambdaFunction(definition, {
        concurrency: options.concurrency,
        patience: options.patience,
        startEnvironment,
        pool,
        onLine: (line) => {
          logs.write(name, line);
          if (!subscribers.has(made)) return;
          for (const shown of readable(line)) reporter.output?.(logicalId, shown);
        },
        onFailure: (error) => reporter.failure?.(logicalId, error),
      });
      return made;
    }),
  );
}

/** The outputs that mean something here: others, such as a bucket's address, are left out. */
function readOutputs({ template }: SynthesizedStack, scope: StackScope): JsonObject {
  const outputs: Record<string, Json> = {};
  for (const [logicalId, { Value }] of Object.entries(template.Outputs ?? {})) {
    try {
      const value = scope.resolve(Value);
      if (value !== undefined) outputs[logicalId] = value;
    } catch (error) {
      if (!(error instanceof LocalError)) throw error;
    }
  }
  return outputs;
}

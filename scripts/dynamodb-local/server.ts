import path from 'node:path';
import type { LocalError } from 'cdk-users-api-local';
import { type Engine, runEngine } from 'cdk-users-api-local/engine/engine';
import { freePort } from 'cdk-users-api-local/engine/free-port';
import { classes, libraries } from './install.ts';

const MAIN = 'software.amazon.dynamodb.services.local.main.ServerRunner';

/** Milliseconds for Java and its server to start, on a machine that does much else. */
const DEADLINE = 60_000;

/**
 * Starts DynamoDB Local on a free port of 127.0.0.1, with tables in memory that end with it.
 *
 * @throws {LocalError} `ENGINE_FAILED`
 */
export async function startDynamoDBLocal(
  installation: string,
  onExit: (error: LocalError) => void,
): Promise<Engine> {
  const port = await freePort();
  const args = [
    '--add-exports=java.base/sun.nio.ch=ALL-UNNAMED',
    '-Djava.nio.channels.spi.SelectorProvider=LoopbackSelectorProvider',
    `-Djava.library.path=${libraries(installation)}`,
    '-classpath',
    [classes(installation), path.join(libraries(installation), '*')].join(path.delimiter),
    MAIN,
    // In memory it has one database for all access keys and regions, but has to be told so.
    ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
  ];
  return runEngine({ command: 'java', args, port, cwd: installation, deadline: DEADLINE, onExit });
}

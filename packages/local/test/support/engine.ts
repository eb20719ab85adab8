import path from 'node:path';
import { findEngine } from '../../src/engine/binary.ts';
import { type Engine, startEngine } from '../../src/engine/engine.ts';
import { CREDENTIALS } from '../../src/environment.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A DynamoDB engine with a database of its own. */
export function startTestEngine(): Promise<Engine> {
  const database = path.join(temporaryDirectory(), 'dynamodb.sqlite');
  return startEngine({ binary: findEngine(), database });
}

export function clientConfig(endpoint: string) {
  return { endpoint, region: 'us-east-1', credentials: CREDENTIALS };
}

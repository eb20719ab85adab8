import { closeSync, openSync } from 'node:fs';
import type { LocalError } from '../errors.ts';
import { findEngine } from './binary.ts';
import { answers, type Engine, startEngine } from './engine.ts';

/** Milliseconds for an engine that should be there already. */
const FOREIGN_DEADLINE = 3_000;

/** The engine that already runs at an endpoint, or else one of our own. */
export async function openEngine(
  endpoint: string | undefined,
  database: string,
  onExit: (error: LocalError) => void,
): Promise<Engine> {
  if (endpoint === undefined) {
    const binary = findEngine();
    // Before the engine makes it, which would let others read it; its journals are as it is.
    closeSync(openSync(database, 'a', 0o600));
    return startEngine({ binary, database, onExit });
  }
  await answers(endpoint, undefined, FOREIGN_DEADLINE);
  return { endpoint, stop: async () => {} };
}

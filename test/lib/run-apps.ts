/**
 * Runs CDK apps one after the other in this one process: `node --import tsx test/lib/run-apps.ts
 * FILE...`. The cloud assembly of a file goes to `FILE.out`, or its error to `FILE.error`; of `FILE=OUT`, to
 * `OUT.out` and `OUT.error`.
 */
import { writeFileSync } from 'node:fs';

async function run(argument: string): Promise<void> {
  const [file = '', out = file] = argument.split('=');
  process.env.CDK_OUTDIR = `${out}.out`;
  try {
    await import(file);
    // At the end of a process of its own, an app synthesises what it did not synthesise itself.
    process.emit('beforeExit', 0);
  } catch (error) {
    writeFileSync(`${out}.error`, error instanceof Error ? `${error.stack}` : String(error));
  } finally {
    process.removeAllListeners('beforeExit');
  }
}

async function main(): Promise<void> {
  for (const argument of process.argv.slice(2)) await run(argument);
}

void main();

/** `npm run simulate -- --programs 1000000`, or `--seed 7` for the one program of a seed. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Arguments, readArguments, USAGE } from './arguments.ts';
import { checkSeed } from './check.ts';
import { told } from './print.ts';
import { add, nothing } from './totals.ts';
import type { Done, Piece } from './worker.ts';

/** Programs of one piece of work. */
const PIECE = 1000;

const args = read();
if (args?.seed !== undefined) await one(args.seed);
else if (args) await many(args);

function read(): Arguments | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = 1;
    return undefined;
  }
}

async function one(seed: number): Promise<void> {
  const { first, failure } = await checkSeed(seed);
  console.info(failure ? told(seed, failure) : first.transcript.join('\n'));
  process.exitCode = failure ? 1 : 0;
}

async function many({ programs, from, threads: count }: Arguments): Promise<void> {
  const pieces: Piece[] = [];
  for (let done = 0; done < programs; done += PIECE) {
    pieces.push({ first: from + done, count: Math.min(PIECE, programs - done) });
  }
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const sum = nothing();
  const states = new Set<number>();
  let said = 0;
  const threads = Array.from({ length: count }, async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
      worker.postMessage(piece);
      const [done]: Done[] = await once(worker, 'message');
      if (!done) break;
      add(sum, done.totals);
      for (const state of done.states) states.add(state);
      if (done.totals.failures.length > 0) pieces.length = 0;
      if (sum.programs - said < Math.min(programs / 20, 10 * PIECE)) continue;
      said = sum.programs;
      const [rate, left] = [(said / seconds()).toFixed(0), pieces[0]?.first ?? from + programs];
      console.info(
        `${said} of ${programs} programs of the seeds ${from} to ${left - 1}, ${rate} a second, ${sum.failures.length} failures`,
      );
    }
    await worker.terminate();
  });
  await Promise.all(threads);
  for (const failure of sum.failures) console.error(`\n${failure}`);
  const { steps, calls, faults, choices } = sum;
  console.info(
    `${sum.programs} programs from seed ${from} in ${seconds().toFixed(0)} s: ${steps} steps, ${calls} calls, ` +
      `${choices} of them chosen among several, ${faults} faults, ${states.size} different ends; ` +
      `${sum.failures.length} failures`,
  );
  process.exitCode = sum.failures.length > 0 ? 1 : 0;
}

/**
 * Runs a function in a process of its own, as an execution environment of Lambda does, and says on file descriptor 3 what it took. Plain
 * JavaScript of few imports, as what it takes itself is in every figure.
 */
import { writeSync } from 'node:fs';

const REPORT = 3;
/** Answers after the first one, which are not warm yet. */
const EARLY = 10;
const { module, name, event, warmUp, times } = JSON.parse(process.argv[2]);

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const report = (measured) => writeSync(REPORT, `${JSON.stringify(measured)}\n`);

const { [name]: handler } = await import(module);
const invoke = async () => {
  const { statusCode, body } = await handler(event, { awsRequestId: 'request' });
  if (statusCode !== 200) throw new Error(`${statusCode} ${body}`);
};
const loaded = cpuMs();
await invoke();
report({ loaded, answered: cpuMs() });

/** CPU time of each of so many answers. */
const cpuOf = async (count, each = invoke) => {
  const before = cpuMs();
  for (let done = 0; done < count; done++) await each();
  return (cpuMs() - before) / count;
};

if (times > 0) {
  const early = await cpuOf(EARLY);
  await cpuOf(warmUp);
  const taken = [];
  const cpu = await cpuOf(times, async () => {
    const start = performance.now();
    await invoke();
    taken.push(performance.now() - start);
  });
  taken.sort((one, other) => one - other);
  const mebibytes = process.memoryUsage.rss() / 2 ** 20;
  report({ early, cpu, p50: taken[Math.floor(times / 2)], mebibytes });
}
// As nothing that is still open counts.
process.exit();

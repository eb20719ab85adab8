/**
 * Runs a function in a process of its own, as an execution environment of Lambda does, and says on file descriptor 3 what it took. Plain
 * JavaScript of few imports, as what it takes itself is in every figure.
 */
import { writeSync } from 'node:fs';

const REPORT = 3;
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

if (times > 0) {
  for (let count = 1; count < warmUp; count++) await invoke();
  const taken = [];
  const before = cpuMs();
  for (let count = 0; count < times; count++) {
    const start = performance.now();
    await invoke();
    taken.push(performance.now() - start);
  }
  const cpu = (cpuMs() - before) / times;
  taken.sort((one, other) => one - other);
  const mebibytes = process.memoryUsage.rss() / 2 ** 20;
  report({ cpu, p50: taken[Math.floor(times / 2)], mebibytes });
}
// As nothing that is still open counts.
process.exit();

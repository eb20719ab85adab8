/**
 * `npm run bench`: every question of `questions/`, with ours, peers and floors in interleaved rounds, to `results/`. On Linux.
 *
 * `-- requests cold` asks only these. `-- --short` compares a few ratios with those of `results/`, and ends with 1 if one has fallen
 * behind. `-- --draw` makes the tables and pictures again from the values in `results/`. `-- --save` writes the CPU time of requests to
 * `bench/measured.json`, from which `docs/cost.md` is computed.
 */
import { parseArgs } from 'node:util';
import { machine } from './machine.ts';
import { QUESTIONS } from './questions.ts';
import { saveRequests } from './request-cpu.ts';
import { saved } from './result.ts';
import { inRounds } from './rounds.ts';
import { save } from './save.ts';
import { short } from './short.ts';

// Programs that were started end with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const say = (text: string) => console.log(text);
const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean' }, draw: { type: 'boolean' }, save: { type: 'boolean' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => QUESTIONS.every((each) => each.name !== name));
if (unknown.length > 0) {
  const names = QUESTIONS.map(({ name }) => name).join(', ');
  console.error(`bench: got ${unknown.join(', ')}, expected some of ${names}`);
  process.exit(2);
}

const asked = QUESTIONS.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);

if (values.save) {
  await saveRequests(say);
} else if (values.short) {
  if (!(await short(say))) process.exitCode = 1;
} else if (values.draw) {
  for (const { name, title, figures } of asked) {
    await save(name, { ...saved(name), title, figures });
  }
} else {
  for (const question of asked) {
    const began = machine();
    const subjects = await inRounds(question, { say });
    const { name, title, figures } = question;
    await save(name, { title, machine: began, figures, subjects });
  }
}

/** A cold start: a process of Node.js is spawned, loads a function and answers its first request. */
import { functions } from '../functions.ts';
import { cold as coldStart } from '../measure/function.ts';
import type { Question } from '../question.ts';

export const cold: Question = {
  name: 'cold',
  title: 'Cold start of a function: from the spawn of its process to the first answer',
  figures: [
    { name: 'cpu', title: 'CPU time', unit: 'ms' },
    { name: 'loaded', title: 'of that, until it is loaded', unit: 'ms' },
    { name: 'wall', title: 'time', unit: 'ms' },
  ],
  turns: 8,
  subjects: async (keep) =>
    (await functions(keep)).map((each) => ({
      name: each.title,
      kind: each.kind,
      beside: each.beside,
      start: async () => {
        const of = await each.ready();
        return async () => {
          const { cpuMs, loadedMs, ms } = await coldStart(of);
          return { cpu: cpuMs, loaded: loadedMs, wall: ms };
        };
      },
    })),
};

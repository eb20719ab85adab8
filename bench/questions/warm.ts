/** A warm function: answers of one process, one after the other. */
import { functions } from '../functions.ts';
import { warm as warmAnswers } from '../measure/function.ts';
import type { Question } from '../question.ts';

/** Answers before those that are measured, and those. */
const TIMES = { 'get-me': { warmUp: 200, times: 300 }, login: { warmUp: 0, times: 10 } } as const;

export const warm: Question = {
  name: 'warm',
  title: 'A warm function, without a gateway',
  figures: [
    { name: 'cpu', title: 'CPU time of an answer', unit: 'ms', apart: true },
    { name: 'early', title: 'CPU time in the first ten', unit: 'ms', apart: true },
    { name: 'p50', title: 'time of an answer, p50', unit: 'ms', apart: true },
    { name: 'memory', title: 'resident memory', unit: 'MiB' },
  ],
  turns: 4,
  subjects: async (keep) =>
    (await functions(keep)).map((each) => ({
      name: each.title,
      kind: each.kind,
      beside: each.beside,
      start: async () => {
        const of = await each.ready();
        return async () => {
          const { cpuMs, earlyCpuMs, p50, mebibytes } = await warmAnswers(of, TIMES[each.beside]);
          return { cpu: cpuMs, early: earlyCpuMs, p50, memory: mebibytes };
        };
      },
    })),
};

/** What processes take, by `/proc`: on Linux. */
import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** CPU time in milliseconds, that of processes it has waited for included. */
  readonly cpuMs: number;
  /** Resident memory in MiB. */
  readonly mebibytes: number;
}

/** Milliseconds of a clock tick, and bytes of a page, of every Linux that Node.js runs on today. */
const TICK_MS = 10;
const PAGE = 4096;

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      // The name of the program, in parentheses, can have anything in it.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      if (stat === '') return [];
      const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
      return {
        pid: Number(name),
        parent: fields[1] ?? 0,
        cpuMs: ticks * TICK_MS,
        mebibytes: ((fields[21] ?? 0) * PAGE) / 2 ** 20,
      };
    });
}

/** One may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Of a process and all below it. */
export function taken(pid: number): Pick<Process, 'cpuMs' | 'mebibytes'> {
  const all = processes();
  const below = (parent: number): readonly Process[] => {
    const children = all.filter((each) => each.parent === parent);
    return [...children, ...children.flatMap((child) => below(child.pid))];
  };
  const tree = [...all.filter((each) => each.pid === pid), ...below(pid)];
  return {
    cpuMs: tree.reduce((sum, each) => sum + each.cpuMs, 0),
    mebibytes: tree.reduce((sum, each) => sum + each.mebibytes, 0),
  };
}

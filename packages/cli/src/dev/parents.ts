import { readFileSync } from 'node:fs';
import { isAlive } from 'cdk-users-api-local/processes';

/** Milliseconds between two looks. */
const INTERVAL = 250;

/**
 * Calls back once when a process that started this one is gone. When somebody kills npm or its
 * shell, these end without a signal to what they run.
 *
 * On Linux these are all processes above this one that share its process group: the shell, npm, and
 * the script that called npm, but not the terminal's shell, nor what has put this one into its own
 * group in order to leave it running. Elsewhere it is only the parent.
 */
export function onceOrphaned(callback: () => void): void {
  const isOrphan = process.platform === 'linux' ? groupChanges() : parentEnds();
  const timer = setInterval(() => {
    if (!isOrphan()) return;
    clearInterval(timer);
    callback();
  }, INTERVAL);
  timer.unref();
}

type Look = (pid: number) => { parent: number; group: number } | undefined;

function parentEnds(): () => boolean {
  const parent = process.ppid;
  // On Windows a process keeps the id of a parent that has ended.
  return () => process.ppid !== parent || !isAlive(parent);
}

function groupChanges(): () => boolean {
  const now = () => ancestors(process.pid, lookInProc).join();
  const first = now();
  return () => now() !== first;
}

/** The processes above one that are in its process group, nearest first. */
export function ancestors(pid: number, look: Look): number[] {
  const found: number[] = [];
  const own = look(pid);
  for (let next = own; next !== undefined; ) {
    const parent = look(next.parent);
    if (parent?.group !== own?.group) break;
    found.push(next.parent);
    next = parent;
  }
  return found;
}

/**
 * Undefined for a process that is gone.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function lookInProc(pid: number): ReturnType<Look> {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name of the program, which can hold anything: state, parent, group.
    const [, , parent, group] = stat.slice(stat.lastIndexOf(')')).split(' ');
    return { parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

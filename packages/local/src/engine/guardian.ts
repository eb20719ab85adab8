import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** Kills the process when its standard input closes, which happens however its parent dies. */
const WATCH = `
  process.stdin.resume().once('close', () => {
    try { process.kill(Number(process.argv[1]), 'SIGKILL'); } catch {}
  });
`;

/**
 * Makes sure that a process does not outlive this one, even when this one is killed with SIGKILL
 * and can run no handler: a small separate process holds the other end of a pipe.
 */
export function guard(pid: number | undefined): { dismiss(): void } {
  if (pid === undefined) return { dismiss: () => {} };
  const guardian = spawn(process.execPath, ['-e', WATCH, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  guardian.on('error', () => {});
  guardian.unref();
  (guardian.stdin as Socket).unref();
  return { dismiss: () => guardian.kill('SIGKILL') };
}

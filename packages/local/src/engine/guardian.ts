import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** Kills the process when its standard input closes, which happens however its parent dies. */
const WATCH = `
  process.stdin.resume().once('close', () => {
    try { process.kill(Number(process.argv[1]), 'SIGKILL'); } catch {}
  });
`;

/** The same for a shell, which takes a megabyte where Node.js takes fifty. */
const WATCH_IN_SHELL = 'read -r line; kill -9 "$0"';

/**
 * Makes sure that a process does not outlive this one, even when this one is killed with SIGKILL
 * and can run no handler: a small separate process holds the other end of a pipe.
 */
export function guard(pid: number | undefined): { dismiss(): void } {
  if (pid === undefined) return { dismiss: () => {} };
  const [program, script] =
    process.platform === 'win32'
      ? [process.execPath, ['-e', WATCH]]
      : ['/bin/sh', ['-c', WATCH_IN_SHELL]];
  const guardian = spawn(program, [...script, String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  guardian.on('error', () => {});
  guardian.unref();
  (guardian.stdin as Socket).unref();
  return { dismiss: () => guardian.kill('SIGKILL') };
}

/** Within so many milliseconds it is the same Ctrl-C, which npm passes on to a process that has had it. */
const SAME_SIGNAL = 500;

/** Notes that the process is to stop, which then ends by itself; a second signal ends it at once. */
export function onceStopped(onStop: () => void) {
  let since: number | undefined;
  const stop = () => {
    if (since === undefined) {
      since = performance.now();
      onStop();
    } else if (performance.now() - since > SAME_SIGNAL) {
      process.exit(130);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    get stopped(): boolean {
      return since !== undefined;
    },
    end() {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

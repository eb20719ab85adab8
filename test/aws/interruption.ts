/**
 * Ends with the first Ctrl-C, after which a run removes what it has made. The second ends this process at once.
 */
export function interruption(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      say('interrupted: removes everything once the present step ends; once more leaves it');
      controller.abort();
    });
  }
  return controller.signal;
}

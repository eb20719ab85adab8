import { LocalError, type LocalStack } from 'cdk-users-api-local';
import type { Display } from './display.ts';
import { SourceWatcher } from './watch.ts';

export interface ReloadOptions {
  readonly project: string;
  /** Where the stack itself writes. */
  readonly data: string;
  readonly display: Display;
}

/** Reloads a stack when a source of its project has been saved, one time after the other. */
export function reloadOnChange(
  stack: LocalStack,
  { project, data, display }: ReloadOptions,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let changed: readonly string[] = [];
  let running: Promise<void> | undefined;

  async function reload(): Promise<void> {
    while (changed.length > 0 && !stopping.signal.aborted) {
      const files = changed;
      display.changed(files);
      changed = [];
      const start = performance.now();
      try {
        const { functions } = await stack.reload({ files, signal: stopping.signal });
        display.reloaded(performance.now() - start, functions);
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (error instanceof LocalError) display.notReloaded(error.message, error.details);
        else display.notReloaded('this is a fault of the local runtime', (error as Error).stack);
      }
      stack.prepareReload();
    }
  }

  stack.prepareReload();
  const watcher = new SourceWatcher(project, {
    except: [data],
    onChange: (files) => {
      changed = [...new Set([...changed, ...files])];
      running ??= reload().finally(() => {
        running = undefined;
      });
    },
  });
  return {
    async stop() {
      watcher.stop();
      stopping.abort();
      await running;
    },
  };
}

import type { Plugin } from 'esbuild';
import { EVENTS, REFUSALS } from '../../lib/contract/index.ts';

export const CONTRACT = 'contract';

/**
 * The contract put together is most of a small function, and what functions need of the whole are statuses and kinds of events:
 * the rows of other actions than their own, and texts for readers, stay out of bundles. Another export would fail the build.
 */
export const slimContract: Plugin = {
  name: CONTRACT,
  setup(esbuild) {
    esbuild.onResolve({ filter: /\/contract\/index\.ts$/ }, () => ({
      path: CONTRACT,
      namespace: CONTRACT,
      sideEffects: false,
    }));
    esbuild.onLoad({ filter: /.*/, namespace: CONTRACT }, () => ({ contents: contents() }));
  },
};

function contents(): string {
  const statuses = Object.entries(REFUSALS).map(([code, { status }]) => [code, { status }]);
  const kinds = Object.entries(EVENTS).map(([type, { when: _, ...kind }]) => [type, kind]);
  return [
    `export const REFUSALS = ${JSON.stringify(Object.fromEntries(statuses))};`,
    `export const EVENTS = ${JSON.stringify(Object.fromEntries(kinds))};`,
  ].join('\n');
}

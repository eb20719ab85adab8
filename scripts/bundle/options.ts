import type { BuildOptions } from 'esbuild';

/** How a module for Lambda is made, and what the bench compares with it. */
export const FOR_LAMBDA = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  write: false,
} satisfies BuildOptions;

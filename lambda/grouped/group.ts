/** What Lambda loads for a group of actions. */
import { besideBundle } from '../adapters/bundle.ts';
import { serve } from './serve.ts';

export const handler = await serve({
  environment: process.env,
  file: besideBundle,
  load(action) {
    // Of a name, which no bundler follows: the modules are there anyway.
    const module = `./${action}.mjs`;
    return import(module);
  },
});

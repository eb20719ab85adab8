import { afterEach, describe, expect } from '@jest/globals';
import { apiCases } from './suite/api.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

describe('an API with a function for each kind of caller', () => {
  const start = shared(() => startProxiedSystem({ app: 'test/apps/grouped.ts' }));
  let system: ProxiedSystem;

  runOn(start, (started) => {
    system = started;
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  apiCases(start);
});

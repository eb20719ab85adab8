import { afterEach, describe, expect } from '@jest/globals';
import { accountPageCases } from './suite/account-pages.ts';
import { pageCases } from './suite/pages.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

describe('an API with pages', () => {
  const start = shared(() => startProxiedSystem({ app: 'test/apps/pages.ts' }));
  let system: ProxiedSystem;

  runOn(start, (started) => {
    system = started;
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  pageCases(start);
  accountPageCases(start);
});

import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { serviceRequests } from './iam/service-requests.ts';
import { ownFunctionsCases } from './suite/own-functions.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/own-functions.ts');

describe('functions with options of their own, on this machine', () => {
  let system: ProxiedSystem;

  const start = shared(() => startProxiedSystem({ app: APP }));
  runOn(start, (started) => {
    system = started;
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  ownFunctionsCases(start);

  test('are called by roles that may call their aliases', () => {
    const { permissions, stack } = system;
    const invocations = serviceRequests(stack).filter(
      ({ request }) => request.action === 'lambda:InvokeFunction',
    );
    expect(invocations.length).toBeGreaterThan(15);
    const own = invocations.filter(({ request }) => /:function:own-/.test(request.resource));
    expect(own.filter(({ request }) => !request.resource.endsWith(':live'))).toEqual([]);
    for (const { caller, request } of invocations) permissions.judge(caller, request);
  });
});

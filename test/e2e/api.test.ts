import { afterEach, describe, expect } from '@jest/globals';
import { eventCases } from './event-cases.ts';
import { permissionCases } from './iam/cases.ts';
import { apiCases } from './suite/api.ts';
import { documentationCases } from './suite/documentation.ts';
import { gatewayCases } from './suite/gateway.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

describe('the API on this machine', () => {
  const start = shared(startProxiedSystem);
  let system: ProxiedSystem;

  runOn(start, (started) => {
    system = started;
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  apiCases(start);
  describe('API Gateway', () => gatewayCases(start, 'here'));
  describe('events', () =>
    eventCases(start, [
      'after-refresh-reuse',
      'after-request-email-change',
      'after-account-link',
      'after-account-unlink',
    ]));
  describe('documentation', () => documentationCases(start));
  describe('permissions', () => permissionCases(start));
});

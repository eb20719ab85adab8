import { afterEach, describe, expect } from '@jest/globals';
import { foreignEndpoint } from '../support/aws/engine.ts';
import { eventCases, NEVER_OF_THE_EXAMPLE } from './event-cases.ts';
import { permissionCases } from './iam/cases.ts';
import { actionCases, apiCases } from './suite/api.ts';
import { documentationCases } from './suite/documentation.ts';
import { gatewayCases } from './suite/gateway.ts';
import { raceCases } from './suite/races.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

describe('the API on this machine', () => {
  const start = shared(startProxiedSystem);
  let system: ProxiedSystem;

  runOn(start, (started) => {
    system = started;
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  // Another engine sees what each action asks of it, and what races there.
  if (foreignEndpoint() !== undefined) {
    actionCases(start);
    describe('races', () => raceCases(start));
    return;
  }
  apiCases(start);
  describe('API Gateway', () => gatewayCases(start, 'here'));
  describe('events', () => eventCases(start, NEVER_OF_THE_EXAMPLE));
  describe('documentation', () => documentationCases(start));
  describe('permissions', () => permissionCases(start));
});

import { afterAll, beforeAll, describe } from '@jest/globals';
import { authorizerCases } from '../e2e/suite/authorizer.ts';
import { type DeployedApp, deployApp } from './support/deployed-app.ts';

describe('a route of one’s own, deployed,', () => {
  let deployed: DeployedApp;

  beforeAll(async () => {
    deployed = await deployApp({ app: 'protected-routes', stack: 'ProtectedRoutes' });
  }, 180_000);
  afterAll(() => deployed?.stop());

  authorizerCases(() => deployed.client);
});

import { afterAll, beforeAll, describe } from '@jest/globals';
import { sessionCases } from '../e2e/suite/sessions.ts';
import { type DeployedApp, deployApp } from './support/deployed-app.ts';

describe('stored sessions, deployed,', () => {
  let deployed: DeployedApp;

  beforeAll(async () => {
    const cookieName = '__Host-users-api-session';
    deployed = await deployApp({ app: 'sessions', stack: 'Sessions', cookieName });
  }, 180_000);
  afterAll(() => deployed?.stop());

  sessionCases(() => deployed.client);
});

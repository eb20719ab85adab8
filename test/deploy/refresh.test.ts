import { afterAll, beforeAll, describe } from '@jest/globals';
import { refreshCases } from '../e2e/suite/refresh.ts';
import { refreshedSessionCases } from '../e2e/suite/refreshed-sessions.ts';
import { poll } from '../e2e/support/client.ts';
import { type DeployedApp, deployApp } from './support/deployed-app.ts';

describe('refresh tokens, deployed,', () => {
  let deployed: DeployedApp;

  beforeAll(async () => {
    deployed = await deployApp({ app: 'refresh', stack: 'Refresh', records: true });
    // The first rotation runs beside the deployment.
    await poll('the first keys', async () =>
      (await deployed.client.send('GET', '/.well-known/jwks.json')).status === 200
        ? true
        : undefined,
    );
  }, 180_000);
  afterAll(() => deployed?.stop());

  refreshCases(() => deployed.client);
  refreshedSessionCases(() => deployed.client);
});

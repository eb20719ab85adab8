import { describe } from '@jest/globals';
import { refreshCases } from '../e2e/suite/refresh.ts';
import { refreshedSessionCases } from '../e2e/suite/refreshed-sessions.ts';
import { Client } from '../e2e/support/client.ts';
import { runOn, shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('refresh tokens, deployed,', () => {
  const start = shared(
    () => startApp({ app: 'refresh', stack: 'Refresh', records: true, keys: true }),
    DEPLOYMENT_TIMEOUT,
  );
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  refreshCases(() => client);
  refreshedSessionCases(start);
});

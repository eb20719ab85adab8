import { describe } from '@jest/globals';
import { authorizerCases } from '../e2e/suite/authorizer.ts';
import { Client } from '../e2e/support/client.ts';
import { runOn, shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('a route of one’s own, deployed,', () => {
  const start = shared(
    () => startApp({ app: 'protected-routes', stack: 'ProtectedRoutes' }),
    DEPLOYMENT_TIMEOUT,
  );
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  authorizerCases(() => client);
});

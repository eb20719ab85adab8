import { describe } from '@jest/globals';
import { authorizerCases } from '../e2e/suite/authorizer.ts';
import { shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('a route of one’s own, deployed,', () => {
  const start = shared(
    () => startApp({ app: 'protected-routes', stack: 'ProtectedRoutes' }),
    DEPLOYMENT_TIMEOUT,
  );

  authorizerCases(start);
});

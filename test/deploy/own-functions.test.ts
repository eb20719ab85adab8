import { describe } from '@jest/globals';
import { ownFunctionsCases } from '../e2e/suite/own-functions.ts';
import { shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('functions with options of their own, deployed,', () => {
  const start = shared(
    () => startApp({ app: 'own-functions', stack: 'OwnFunctions', records: true, keys: true }),
    DEPLOYMENT_TIMEOUT,
  );

  ownFunctionsCases(start);
});

import { describe } from '@jest/globals';
import { emailLoginCases } from '../e2e/suite/email-login.ts';
import { shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('codes by mail, deployed,', () => {
  const start = shared(
    () => startApp({ app: 'email-login', stack: 'EmailLogin', records: true }),
    DEPLOYMENT_TIMEOUT,
  );

  emailLoginCases(start);
});

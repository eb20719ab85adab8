import { describe } from '@jest/globals';
import { emailChangeCases } from '../e2e/suite/email-change.ts';
import { requiredVerificationCases } from '../e2e/suite/verification.ts';
import { shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('an API for users whose addresses are proved, deployed', () => {
  const start = shared(
    () => startApp({ app: 'verified-addresses', stack: 'VerifiedAddresses', records: true }),
    DEPLOYMENT_TIMEOUT,
  );

  describe('required verification', () => requiredVerificationCases(start));
  describe('change of address', () => emailChangeCases(start));
});

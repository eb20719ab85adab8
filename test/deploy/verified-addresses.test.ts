import { afterAll, beforeAll, describe } from '@jest/globals';
import { emailChangeCases } from '../e2e/suite/email-change.ts';
import { requiredVerificationCases } from '../e2e/suite/verification.ts';
import { type DeployedApp, deployApp } from './support/deployed-app.ts';

describe('an API for users whose addresses are proved, deployed', () => {
  let deployed: DeployedApp;

  beforeAll(async () => {
    const stack = 'VerifiedAddresses';
    deployed = await deployApp({ app: 'verified-addresses', stack, records: true });
  }, 180_000);
  afterAll(() => deployed?.stop());

  describe('required verification:', () => requiredVerificationCases(() => deployed.client));
  describe('change of address:', () => emailChangeCases(() => deployed.client));
});

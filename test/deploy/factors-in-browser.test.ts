import { describe } from '@jest/globals';
import { emailLoginFlows } from '../browser/suite/email-login.ts';
import { passkeyFlows } from '../browser/suite/passkeys.ts';
import { secondFactorFlows } from '../browser/suite/second-factors.ts';
import { startSignIn } from '../browser/support/sign-in.ts';
import { shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

const APP = { app: 'every-factor', stack: 'EveryFactor', records: true } as const;

describe('in a browser, deployed,', () => {
  const start = shared(
    () => startSignIn((origin) => startApp({ ...APP, context: { origin } })),
    DEPLOYMENT_TIMEOUT,
  );

  // Each flow at one backend: by bearer and by cookie they run on this machine.
  describe('passkeys:', () => passkeyFlows(start, ['jwt']));
  describe('second factors:', () => secondFactorFlows(start, ['cookie']));
  describe('codes by mail:', () => emailLoginFlows(start, ['cookie']));
});

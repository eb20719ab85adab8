import path from 'node:path';
import { describe } from '@jest/globals';
import { startLocalSystem } from '../e2e/support/local-system.ts';
import { shared } from '../e2e/support/start.ts';
import { emailLoginFlows } from './suite/email-login.ts';
import { passkeyFlows } from './suite/passkeys.ts';
import { secondFactorFlows } from './suite/second-factors.ts';
import { startSignIn } from './support/sign-in.ts';

const APP = path.join(import.meta.dirname, '../apps/every-factor.ts');

describe('in a browser, on this machine,', () => {
  const start = shared(
    () =>
      startSignIn(async (origin) => {
        process.env.TEST_FRONT_END = origin;
        return startLocalSystem({ app: APP });
      }),
    60_000,
  );

  describe('passkeys:', () => passkeyFlows(start));
  describe('second factors:', () => secondFactorFlows(start));
  describe('codes by mail:', () => emailLoginFlows(start));
});

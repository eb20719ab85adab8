import { describe } from '@jest/globals';
import { freshProofCases } from '../e2e/suite/fresh-proof.ts';
import { reauthenticationCases } from '../e2e/suite/reauthenticate.ts';
import { sessionCases } from '../e2e/suite/sessions.ts';
import { shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('stored sessions, deployed,', () => {
  const cookieName = '__Host-users-api-session';
  const start = shared(
    () => startApp({ app: 'sessions', stack: 'Sessions', cookieName }),
    DEPLOYMENT_TIMEOUT,
  );

  sessionCases(start);
  describe('fresh proof', () => freshProofCases(start));
  describe('another proof', () => reauthenticationCases(start, ['session', 'web', 'jwt']));
});

import { describe } from '@jest/globals';
import { refreshCases } from '../e2e/suite/refresh.ts';
import { refreshRaceCases } from '../e2e/suite/refresh-races.ts';
import { refreshedSessionCases } from '../e2e/suite/refreshed-sessions.ts';
import { shared } from '../e2e/support/start.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('refresh tokens, deployed,', () => {
  const start = shared(
    () => startApp({ app: 'refresh', stack: 'Refresh', records: true, keys: true }),
    DEPLOYMENT_TIMEOUT,
  );

  refreshCases(start);
  describe('at once', () => refreshRaceCases(start));
  refreshedSessionCases(start);
});

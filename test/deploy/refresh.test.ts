import { afterAll, describe } from '@jest/globals';
import { breachedPasswordCases } from '../e2e/suite/breached-passwords.ts';
import { refreshCases } from '../e2e/suite/refresh.ts';
import { refreshRaceCases } from '../e2e/suite/refresh-races.ts';
import { refreshedSessionCases } from '../e2e/suite/refreshed-sessions.ts';
import { shared } from '../e2e/support/start.ts';
import { PwnedPasswordsService } from '../support/pwned-passwords/service.ts';
import { DEPLOYMENT_TIMEOUT, startApp } from './support/deployed-app.ts';

describe('refresh tokens, deployed,', () => {
  let service: PwnedPasswordsService;

  const start = shared(async () => {
    service = await PwnedPasswordsService.start();
    const context = { breached: service.url };
    return startApp({ app: 'refresh', stack: 'Refresh', records: true, keys: true, context });
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => service?.stop());

  refreshCases(start);
  describe('at once', () => refreshRaceCases(start));
  refreshedSessionCases(start);
  describe('where passwords are looked up', () => breachedPasswordCases(start, () => service));
});

import { describe } from '@jest/globals';
import { refreshCases } from '../../e2e/suite/refresh.ts';
import { refreshRaceCases } from '../../e2e/suite/refresh-races.ts';
import { refreshedSessionCases } from '../../e2e/suite/refreshed-sessions.ts';
import { there } from './deployed.ts';

describe('refresh tokens in AWS', () => {
  const start = there('refresh');

  refreshCases(start);
  describe('at once', () => refreshRaceCases(start));
  refreshedSessionCases(start);
});

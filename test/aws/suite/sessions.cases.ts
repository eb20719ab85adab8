import { describe } from '@jest/globals';
import { freshProofCases } from '../../e2e/suite/fresh-proof.ts';
import { sessionCases } from '../../e2e/suite/sessions.ts';
import { there } from './deployed.ts';

describe('stored sessions in AWS', () => {
  const start = there('main', '__Host-users-api-session');

  sessionCases(start);
  describe('fresh proof', () => freshProofCases(start));
});

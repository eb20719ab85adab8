import { describe } from '@jest/globals';
import { guardedApiCases } from '../../deploy/suite/guarded-apis.ts';
import { authorizerCases } from '../../e2e/suite/authorizer.ts';
import { readDeployed, there } from './deployed.ts';

describe('authorizers in AWS', () => {
  describe('of routes', () => authorizerCases(there('main')));
  describe('of other APIs', () =>
    guardedApiCases(async () => ({ ...(await there('main')()), at: readDeployed().guarded })));
});

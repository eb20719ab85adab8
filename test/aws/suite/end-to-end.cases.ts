import { describe } from '@jest/globals';
import { apiCases } from '../../e2e/suite/api.ts';
import { there } from './deployed.ts';

describe('an API in AWS', () => apiCases(there('main')));

/** All cases: what both servers are asked. */
import { addressCases } from './addresses.ts';
import { bodyCases } from './bodies.ts';
import type { Case } from './case.ts';
import { credentialCases } from './credentials.ts';
import { lifecycleCases } from './lifecycles.ts';
import { loginCases } from './logins.ts';
import { passwordCases } from './passwords.ts';
import { routeCases } from './routes.ts';
import { userCases } from './users.ts';

export const CASES: readonly Case[] = [
  ...addressCases,
  ...bodyCases,
  ...credentialCases,
  ...lifecycleCases,
  ...loginCases,
  ...passwordCases,
  ...routeCases,
  ...userCases,
];

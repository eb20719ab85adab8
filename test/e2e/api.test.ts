import { afterAll, beforeAll, describe } from '@jest/globals';
import { administrationCases } from './suite/administration.ts';
import { conventionsCases } from './suite/conventions.ts';
import { loginCases, originCases } from './suite/login.ts';
import { meCases } from './suite/me.ts';
import { passwordResetCases } from './suite/password-reset.ts';
import { raceCases } from './suite/races.ts';
import { registerCases } from './suite/register.ts';
import { Client } from './support/client.ts';
import { type LocalSystem, startLocalSystem } from './support/local-system.ts';

describe('the API on this machine', () => {
  let system: LocalSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startLocalSystem();
    client = new Client(system);
  });
  afterAll(() => system?.stop());

  const current = () => client;
  describe('conventions:', () => conventionsCases(current));
  describe('register', () => registerCases(current));
  describe('login', () => loginCases(current));
  describe('where a request comes from:', () => originCases(current));
  describe('password reset', () => passwordResetCases(current));
  describe('me', () => meCases(current));
  describe('administration:', () => administrationCases(current));
  describe('races:', () => raceCases(current));
});

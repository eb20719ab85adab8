import { describe } from '@jest/globals';
import { type Start, shared } from '../support/start.ts';
import { administrationCases } from './administration.ts';
import { conventionsCases } from './conventions.ts';
import { frontEndCases } from './front-ends.ts';
import { lockoutCases } from './lockout.ts';
import { loginCases, originCases } from './login.ts';
import { logoutCases } from './logout.ts';
import { meCases } from './me.ts';
import { passwordResetCases } from './password-reset.ts';
import { passwordCases } from './passwords.ts';
import { proofByPasswordCases } from './proof-by-password.ts';
import { raceCases } from './races.ts';
import { reauthenticationCases } from './reauthenticate.ts';
import { registerCases } from './register.ts';
import { renewedCookieCases } from './renewed-cookie.ts';
import { replacedLoginCases } from './replaced-login.ts';
import { selfServiceCases } from './self-service.ts';
import { verificationCases } from './verification.ts';

/**
 * What every users API guarantees, wherever it runs: on this machine, on an emulator, in AWS. The
 * backends are `jwt` and `cookie`, with login events.
 */
export function apiCases(start: Start): void {
  const one = shared(start);
  actionCases(one);
  describe('conventions', () => conventionsCases(one));
  describe('several logins in one browser', () => replacedLoginCases(one, 'cookie'));
  describe('a new password', () => renewedCookieCases(one, 'cookie'));
  describe('where a request comes from', () => originCases(one));
  describe('passwords', () => passwordCases(one));
  describe('what front ends send', () => frontEndCases(one));
  describe('proof by password', () => proofByPasswordCases(one));
  describe('races', () => raceCases(one));
}

/**
 * Those of them that call every action: for a stack whose functions, rights and routes are made in another way, while
 * what the functions do with a request is the same.
 */
export function actionCases(start: Start): void {
  const one = shared(start);
  describe('register', () => registerCases(one));
  describe('login', () => loginCases(one));
  describe('lockout', () => lockoutCases(one));
  describe('another proof', () => reauthenticationCases(one, ['jwt', 'cookie']));
  describe('logout', () => logoutCases(one));
  describe('password reset', () => passwordResetCases(one));
  describe('verification', () => verificationCases(one));
  describe('me', () => meCases(one));
  describe('self-service', () => selfServiceCases(one));
  describe('administration', () => administrationCases(one));
}

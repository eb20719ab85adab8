import { describe, expect, test } from '@jest/globals';
import {
  assertFactor,
  assertFactorGiven,
} from '../../../../lambda/users/login/factor-admission.ts';
import type { Factors, Profile } from '../../../../lambda/users/user.ts';
import type { SecondFactorAsked } from '../../../../lib/contract/action.ts';
import type { RequiredOf, SecondFactorSettings } from '../../../../lib/contract/factors.ts';

const TOTP: Factors = { totp: true, passkeys: 0, recoveryCodes: 0 };
const PASSKEY: Factors = { totp: false, passkeys: 1, recoveryCodes: 0 };
const CODES: Factors = { totp: false, passkeys: 0, recoveryCodes: 3 };
const ONE = { authTime: 0, amr: ['pwd'] };
const TWO = { authTime: 0, amr: ['pwd', 'otp', 'mfa'] };
const ASKED = [undefined, 'enrols', 'adds', 'never'] as const;

const settings = (requiredOf?: RequiredOf): SecondFactorSettings => ({
  methods: ['totp', 'passkey', 'recovery_code'],
  ...(requiredOf && { requiredOf }),
});
const user = (factors?: Factors, is_superuser = false): Profile => ({
  user: {
    id: 'ada',
    email: 'ada@example.com',
    is_active: true,
    is_superuser,
    is_verified: true,
    created_at: '',
    updated_at: '',
  },
  version: 1,
  tokenVersion: 1,
  ...(factors && { factors }),
});
const codeOf = (run: () => void) => {
  try {
    run();
    return 'passes';
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};

describe('who must have a second factor', () => {
  const admit = (
    caller: Profile,
    asked: SecondFactorAsked | undefined,
    proof = ONE,
    requiredOf: RequiredOf = 'everyone',
  ) => codeOf(() => assertFactor(settings(requiredOf), asked, { caller, proof }));

  test('can do nothing but enrol while there is none', () => {
    expect(ASKED.map((asked) => admit(user(), asked))).toEqual([
      'MFA_ENROLMENT_REQUIRED',
      'passes',
      'passes',
      'passes',
    ]);
  });

  test('can add no other by a login with one factor once there is one', () => {
    expect(ASKED.map((asked) => admit(user(TOTP), asked))).toEqual([
      'MFA_REQUIRED',
      'MFA_REQUIRED',
      'MFA_REQUIRED',
      'passes',
    ]);
    expect(ASKED.map((asked) => admit(user(PASSKEY), asked, TWO))).toEqual(
      Array(ASKED.length).fill('passes'),
    );
  });

  test('is asked too where the login says nothing of its proof', () => {
    const caller = user(TOTP);
    expect(
      codeOf(() => assertFactor(settings('everyone'), undefined, { caller, proof: undefined })),
    ).toBe('MFA_REQUIRED');
  });

  test('has none by recovery codes alone', () => {
    expect(admit(user(CODES), undefined, TWO)).toBe('MFA_ENROLMENT_REQUIRED');
  });

  test('is a superuser where only superusers must', () => {
    expect({
      user: admit(user(), undefined, ONE, 'superusers'),
      superuser: admit(user(undefined, true), undefined, ONE, 'superusers'),
    }).toEqual({ user: 'passes', superuser: 'MFA_ENROLMENT_REQUIRED' });
  });

  test('is nobody where the API has no second factors, or does not require them', () => {
    const caller = user();
    expect({
      none: codeOf(() => assertFactor(undefined, undefined, { caller, proof: ONE })),
      free: codeOf(() => assertFactor(settings(), undefined, { caller, proof: ONE })),
    }).toEqual({ none: 'passes', free: 'passes' });
  });
});

describe('fresh proof', () => {
  const given = (factors: Factors | undefined, proof: typeof ONE | undefined) =>
    codeOf(() => assertFactorGiven(settings(), { caller: user(factors), proof }));

  test('has the factor that a login would take', () => {
    expect({
      none: given(undefined, ONE),
      passkey: given(PASSKEY, ONE),
      app: given(TOTP, ONE),
      unproved: given(TOTP, undefined),
      both: given(TOTP, TWO),
    }).toEqual({
      none: 'passes',
      passkey: 'passes',
      app: 'MFA_REQUIRED',
      unproved: 'MFA_REQUIRED',
      both: 'passes',
    });
  });
});

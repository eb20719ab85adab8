import { expect, test } from '@jest/globals';
import { confirmLogin } from '../../../../lambda/users/email-login/confirm-login.ts';
import { ORIGIN } from '../../../support/domain/domain.ts';
import { Mailing } from '../../../support/domain/mailing.ts';

const EMAIL = 'ada@example.com';

test.each([
  ['a user', { is_verified: true }],
  ['a user who is inactive', { is_active: false }],
  ['nobody', undefined],
])(
  'a wrong code for the address of %s is compared, so that the time tells nothing',
  async (_, flags) => {
    const domain = new Mailing();
    if (flags) await domain.user(EMAIL, flags);
    const attemptToken = await domain.ask();
    let compared = 0;
    const isCodeOf = async () => {
      compared += 1;
      return false;
    };
    const given = { attemptToken, code: '00000000', origin: ORIGIN, arrivedAt: domain.clock.now() };
    const confirmed = confirmLogin({ ...domain, emailCodes: { isCodeOf } }, given);
    await expect(confirmed).rejects.toMatchObject({ code: 'LOGIN_BAD_CODE' });
    expect(compared).toBe(1);
  },
);

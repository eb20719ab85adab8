import { beforeEach, describe, expect, test } from '@jest/globals';
import { createUser } from '../../../../lambda/users/accounts/create-user.ts';
import { register } from '../../../../lambda/users/accounts/register.ts';
import { Domain, SENDER } from '../../../support/domain/domain.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';

describe('a new user', () => {
  let domain: Domain;

  beforeEach(() => {
    domain = new Domain();
  });

  test('makes an active user without rights, and says so in one event of the same write', async () => {
    const user = await register(domain, { email: EMAIL, password: PASSWORD, sender: SENDER });
    expect(user).toEqual({
      id: '00000000-0000-7000-8000-000000000001',
      email: EMAIL,
      is_active: true,
      is_superuser: false,
      is_verified: false,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    });
    expect(domain.store.calls).toEqual(['create']);
    expect(domain.store.events).toEqual([
      {
        id: '00000000-0000-7000-8000-000000000002',
        type: 'after-register',
        at: '2026-01-01T00:00:00.000Z',
        actor: { id: user.id, by: 'user' },
      },
    ]);
  });

  test('stores a hash and returns none', async () => {
    const user = await register(domain, { email: EMAIL, password: PASSWORD, sender: SENDER });
    const { passwordHash } = await domain.credential(EMAIL);
    expect(passwordHash).toMatch(/^\$2[aby]\$04\$/);
    expect(await domain.hash.verify(PASSWORD, passwordHash)).toBe(true);
    expect(JSON.stringify([user, domain.store.events])).not.toContain(passwordHash);
  });

  test('gives flags that an operator asks for', async () => {
    const flags = { is_superuser: true, is_verified: true };
    const user = await createUser(domain, { email: EMAIL, password: PASSWORD, flags });
    expect(user).toMatchObject({ ...flags, is_active: true });
    expect(domain.store.events).toMatchObject([{ actor: { id: null, by: 'operator' } }]);
  });

  test('uses the password in its normal form, and else as received', async () => {
    const password = '  Spaces\u0301 around  ';
    await register(domain, { email: EMAIL, password, sender: SENDER });
    const { passwordHash } = await domain.credential(EMAIL);
    expect(await domain.hash.verify(password, passwordHash)).toBe(true);
    expect(await domain.hash.verify(password.trim(), passwordHash)).toBe(false);
    expect(await domain.hash.verify(password.normalize('NFC'), passwordHash)).toBe(true);
  });

  test('refuses an address that is taken, and raises no event', async () => {
    await domain.user(EMAIL);
    await expect(
      register(domain, { email: EMAIL, password: PASSWORD, sender: SENDER }),
    ).rejects.toMatchObject({
      name: 'UsersError',
      code: 'REGISTER_USER_ALREADY_EXISTS',
    });
    expect(domain.store.events).toEqual([]);
  });

  test('refuses a password before it hashes or stores anything', async () => {
    await expect(
      register(domain, { email: EMAIL, password: 'password', sender: SENDER }),
    ).rejects.toMatchObject({
      code: 'REGISTER_INVALID_PASSWORD',
      reason: 'Password should not be one of the most common ones; this one is one of them',
    });
    expect(domain.hash.calls).toEqual([]);
    expect(domain.store.calls).toEqual([]);
  });

  test('lets one of 20 racing registrations have the address', async () => {
    const racing = Array.from({ length: 20 }, () =>
      register(domain, { email: EMAIL, password: PASSWORD, sender: SENDER }),
    );
    const outcomes = await Promise.allSettled(racing);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(domain.store.events).toHaveLength(1);
  });
});

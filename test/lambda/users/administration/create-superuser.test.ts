import { beforeEach, describe, expect, test } from '@jest/globals';
import { createUser } from '../../../../lambda/users/accounts/create-user.ts';
import { createSuperuser } from '../../../../lambda/users/administration/create-superuser.ts';
import { Domain } from '../../../support/domain/domain.ts';
import { PASSWORD } from '../../../support/passwords.ts';

describe('createSuperuser', () => {
  let domain: Domain;
  let created: number;

  beforeEach(() => {
    domain = new Domain();
    created = 0;
  });

  const make = (email = 'root@example.com') => {
    const flags = { is_superuser: true, is_verified: true };
    const create = () => {
      created += 1;
      return createUser(domain, { email: email.toLowerCase(), password: PASSWORD, flags });
    };
    return createSuperuser({ store: domain.store, create }, { email });
  };

  test('makes a superuser once, however often it is asked', async () => {
    const first = await make();
    expect(first).toMatchObject({ isNew: true, user: { is_superuser: true, is_verified: true } });
    expect(await make()).toEqual({ isNew: false, user: first.user });
    expect(created).toBe(1);
  });

  test('knows the superuser by the address in any case', async () => {
    const { user } = await make('Root@Example.com');
    expect(await make('root@example.COM')).toEqual({ isNew: false, user });
  });

  test('leaves a superuser as it is, whatever has become of it', async () => {
    const { user } = await domain.user('root@example.com', { is_superuser: true });
    expect(await make()).toEqual({ isNew: false, user });
    expect(created).toBe(0);
  });

  test('makes another for another address, and leaves the one before', async () => {
    const { user } = await make();
    const second = await make('second@example.com');
    expect(second.isNew).toBe(true);
    expect((await domain.profile(user.id))?.user).toEqual(user);
  });

  test('refuses an address that somebody registered with, and gives that user no power', async () => {
    const { user } = await domain.user('root@example.com');
    await expect(make()).rejects.toThrow(
      'the address of the superuser belongs to a user who is none: let another superuser make them one or delete them, or give another address',
    );
    expect(created).toBe(0);
    expect((await domain.profile(user.id))?.user).toEqual(user);
  });

  test('refuses what is no address', async () => {
    await expect(make('root')).rejects.toThrow(
      'what was given as the email of a superuser is none',
    );
  });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { register } from '../../../../lambda/users/accounts/register.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { NO_HOOKS } from '../../../../lambda/users/model/hooks.ts';
import {
  BASE_FIELDS,
  claimsOf,
  NO_CUSTOM_FIELDS,
  publicUser,
  TOKEN_CLAIMS,
  type UserModel,
} from '../../../../lambda/users/model/user-model.ts';
import type { CustomFields, Profile } from '../../../../lambda/users/user.ts';
import { composed } from '../../../support/domain/composers.ts';
import {
  Domain,
  issueClaims,
  issuedBy,
  ORIGIN,
  required,
  SENDER,
  SUPERUSER,
} from '../../../support/domain/domain.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const FIELDS = { name: 'Ada', plan: 'free', notes: 'a regular' };

/** Takes anything. */
const model: UserModel = {
  hasFields: true,
  hooks: NO_HOOKS,
  privateFields: ['notes'],
  claimFields: ['plan'],
  change: (body) => ({ onto: async (stored) => ({ ...stored, ...body }) as CustomFields }),
};
/** A change of the stored fields, validated as the body's is. */
const change = async (body: CustomFields) => {
  const asked = required(model.change(body, 'user', 'partial'));
  return { ...asked, fields: await asked.onto(FIELDS) };
};

test('names that custom fields and claims can’t have are those of the wire format and of the RFCs', () => {
  expect([...BASE_FIELDS]).toEqual([
    ...[
      'id',
      'email',
      'password',
      'current_password',
      'password_hash',
      'is_active',
      'is_superuser',
    ],
    ...['is_verified', 'created_at', 'updated_at'],
  ]);
  const ofRfc7519 = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];
  expect([...TOKEN_CLAIMS]).toEqual([
    ...ofRfc7519,
    'client_id',
    'auth_time',
    'amr',
    'acr',
    'sid',
    'tv',
  ]);
});

test('a user without custom fields is shown without any', async () => {
  const { user } = await new Domain().user(EMAIL);
  expect(publicUser(model, user)).toStrictEqual(user);
});

describe('custom fields', () => {
  let domain: Domain;
  let deps: Omit<Domain, 'model'> & { model: UserModel };
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    deps = { ...domain, model } as typeof deps;
    const user = await register(deps, {
      email: EMAIL,
      password: PASSWORD,
      custom: FIELDS,
      sender: SENDER,
    });
    ada = await domain.profile(user.id);
    domain.forget();
  });

  const claimsAt = async (using: UserModel) => {
    const outcome = await login(
      { ...domain, model: using, issue: issueClaims, loginEvents: false },
      {
        username: EMAIL,
        password: PASSWORD,
        origin: ORIGIN,
        arrivedAt: SENDER.arrivedAt,
      },
    );
    return JSON.parse(issuedBy(outcome).credential);
  };

  test('are stored with the user, and shown next to the base fields except the private ones', () => {
    expect(ada.user.custom).toEqual(FIELDS);
    const { custom, ...base } = ada.user;
    expect(publicUser(model, ada.user)).toEqual({ ...base, name: 'Ada', plan: 'free' });
  });

  test('are not shown without a user model, as only that knows the private ones', () => {
    const { custom, ...base } = ada.user;
    expect(publicUser(NO_CUSTOM_FIELDS, ada.user)).toEqual(base);
    expect(claimsOf(NO_CUSTOM_FIELDS, FIELDS)).toBeUndefined();
  });

  test('never take the place of a base field, whatever is stored', () => {
    const user = { ...ada.user, custom: { is_superuser: true, id: 'x', name: 'Ada' } };
    expect(publicUser(model, user)).toMatchObject({ id: ada.user.id, is_superuser: false });
  });

  test('that change are named by the event, which has no private one', async () => {
    const asked = await change({ name: 'Ada L.', plan: 'free', notes: 'moved' });
    const user = await updateUser(deps, {
      profile: ada,
      changes: { custom: asked },
      actor: SUPERUSER,
    });
    expect(user.custom).toEqual({ name: 'Ada L.', plan: 'free', notes: 'moved' });
    const [event] = domain.store.events;
    expect(event).toMatchObject({ type: 'after-update', changed: ['name', 'notes'] });
    const told = { kind: 'profile', user, event: required(event) } as const;
    const published = await composed(deps, told);
    expect(published?.detail).toMatchObject({ changed: ['name'], user: { name: 'Ada L.' } });
    expect(JSON.stringify(published)).not.toMatch(/notes|moved/);
  });

  test('that are gone are named by the event, too', async () => {
    const fields = { name: 'Ada', plan: 'free' };
    const dropping = { onto: async () => fields, fields };
    const user = await updateUser(deps, {
      profile: ada,
      changes: { custom: dropping },
      actor: SUPERUSER,
    });
    expect(user.custom).toStrictEqual({ name: 'Ada', plan: 'free' });
    expect(domain.store.events).toMatchObject([{ changed: ['notes'] }]);
  });

  test('that are the same as before are no change', async () => {
    const changes = { custom: await change({ name: 'Ada' }) };
    expect(await updateUser(deps, { profile: ada, changes, actor: SUPERUSER })).toBe(ada.user);
    expect(domain.store.events).toEqual([]);
  });

  test('stay as they are when something else changes', async () => {
    const user = await updateUser(deps, {
      profile: ada,
      changes: { is_verified: true },
      actor: SUPERUSER,
    });
    expect(user).toMatchObject({ is_verified: true, custom: FIELDS });
  });

  test('are validated once where no other change came first', async () => {
    let validations = 0;
    const onto = async () => {
      validations += 1;
      return FIELDS;
    };
    const custom = { onto, fields: { ...FIELDS, name: 'Ada L.' } };
    const user = await updateUser(deps, { profile: ada, changes: { custom }, actor: SUPERUSER });
    expect({ name: user.custom?.name, validations }).toEqual({ name: 'Ada L.', validations: 0 });
  });

  test('of two changes at once are both kept', async () => {
    const first = { profile: ada, changes: { custom: await change({ name: 'Ada L.' }) } };
    await updateUser(deps, { ...first, actor: SUPERUSER });
    const second = { profile: ada, changes: { custom: await change({ city: 'London' }) } };
    const user = await updateUser(deps, { ...second, actor: SUPERUSER });
    expect(user.custom).toEqual({ ...FIELDS, name: 'Ada L.', city: 'London' });
  });

  test('are not written when another change came first and they do not fit it', async () => {
    const failing = {
      fields: { name: 'Ada L.' },
      onto: () => Promise.reject(new Error('the schema threw')),
    };
    await updateUser(deps, { profile: ada, changes: { is_verified: true }, actor: SUPERUSER });
    const before = await domain.profile(ada.user.id);
    const changes = { email: 'new@example.com', custom: failing };
    await expect(updateUser(deps, { profile: ada, changes, actor: SUPERUSER })).rejects.toThrow(
      'the schema threw',
    );
    expect(await domain.profile(ada.user.id)).toEqual(before);
  });

  test('are claims where the model says so, as of the last write', async () => {
    expect(await claimsAt(model)).toEqual({ plan: 'free' });
    await updateUser(deps, {
      profile: ada,
      changes: { custom: await change({ plan: 'pro' }) },
      actor: SUPERUSER,
    });
    expect(await claimsAt(model)).toEqual({ plan: 'pro' });
  });

  test('are no claims any more once the model has them no longer', async () => {
    expect(await claimsAt(NO_CUSTOM_FIELDS)).toEqual({});
    expect(await claimsAt({ ...model, claimFields: ['name'] })).toEqual({});
  });
});

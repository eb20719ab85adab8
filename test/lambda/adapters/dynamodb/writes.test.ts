import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { NewUser } from '../../../../lambda/users/accounts/account-store.ts';
import type { Session } from '../../../../lambda/users/sessions/session.ts';
import type { Credential, OAuthAccount, Profile, User } from '../../../../lambda/users/user.ts';
import { startUsersTable, type UsersTable } from '../../../support/aws/users-table.ts';
import { DELETED, required, SUPERUSER } from '../../../support/domain/domain.ts';
import { CountingIds } from '../../../support/domain/frozen.ts';
import { storesOf } from '../../../support/stores/dynamodb-stores.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const AT = new Date('2026-01-01T00:00:00.000Z');
const SECONDS = AT.getTime() / 1000;

/** Items that a write can depend on. */
type ItemName = 'profile' | 'credential' | 'session';

/** An attribute of an item, with a value that refuses a write. */
type Condition = [item: ItemName, attribute: string, value: unknown];

/** A user as read, with one session. */
interface AsRead {
  readonly profile: Profile;
  readonly credential: Credential;
  readonly session: Session;
}

describe('the writes of the users table', () => {
  const ids = new CountingIds();
  let table: UsersTable;
  let users: Stores;
  let ada: AsRead;

  beforeAll(async () => {
    table = await startUsersTable();
    users = storesOf(table);
  });
  afterAll(() => table.stop());

  beforeEach(async () => {
    const { user } = newUser();
    await users.create({ user, passwordHash: 'hash', event: eventOf('after-register') });
    const credential = required(await users.credential(user.email));
    const session = newSession(user.id);
    expect(await users.recordLogin({ credential, session })).toBe('recorded');
    const profile = required((await users.lookup([user.id])).profiles.get(user.id));
    ada = { profile, credential, session };
  });

  const eventOf = <T extends string>(type: T) => ({
    id: ids.next(),
    type,
    at: AT.toISOString(),
    actor: SUPERUSER,
  });

  function newUser(): NewUser {
    const id = ids.next();
    const email = `user${Number(id.slice(-12))}@example.com`;
    const flags = { is_active: true, is_superuser: false, is_verified: true };
    const at = AT.toISOString();
    const user: User = { id, email, ...flags, created_at: at, updated_at: at };
    return { user, passwordHash: 'hash', event: eventOf('after-register') };
  }

  const newSession = (userId: string): Session => ({
    userId,
    sessionId: ids.next(),
    backend: 'web',
    created_at: AT.toISOString(),
    last_used_at: AT.toISOString(),
    ip: '192.0.2.1',
    user_agent: 'a browser',
    tokenVersion: 1,
    expiresAt: SECONDS + 3600,
    secretHash: 'hash of the secret',
    generation: 2,
  });

  const keyOf = (name: ItemName) => {
    const { profile, session } = ada;
    const { id, email } = profile.user;
    return {
      profile: { pk: `USER#${id}`, sk: 'PROFILE' },
      credential: { pk: `EMAIL#${email}`, sk: 'CREDENTIAL' },
      session: { pk: `SESSION#${id}`, sk: `SESSION#${session.sessionId}` },
    }[name];
  };

  /** Makes an item differ from what was read of it. */
  async function alter(name: ItemName, attribute: string, value: unknown): Promise<void> {
    await table.documents.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keyOf(name),
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': attribute },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  }

  async function items() {
    const item = async (name: ItemName) =>
      (await table.documents.send(new GetCommand({ TableName: table.name, Key: keyOf(name) })))
        .Item;
    return {
      profile: await item('profile'),
      credential: await item('credential'),
      session: await item('session'),
    };
  }

  const change = (changes: Partial<User> = {}, passwordHash?: string) => {
    const { profile, credential } = ada;
    return users.update({
      before: profile,
      user: { ...profile.user, ...changes },
      tokenVersion: 1,
      event: eventOf('after-update'),
      ...(passwordHash !== undefined && { credential: { before: credential, passwordHash } }),
    });
  };
  const login = (more: Partial<Parameters<typeof users.recordLogin>[0]>) =>
    users.recordLogin({ credential: ada.credential, ...more });
  const claims = () => ({
    userId: ada.profile.user.id,
    sessionId: ada.session.sessionId,
    tokenVersion: 1,
  });
  const refreshClaims = (generation: number) => ({
    ...claims(),
    generation,
    expiresAt: ada.session.expiresAt,
  });

  const acme = { client: 'acme', issuer: 'https://acme.example' };
  const newAccount = () => ({ ...acme, subject: ids.next() });
  const link = (account: OAuthAccount) =>
    users.link({ account, before: ada.profile, event: eventOf('after-account-link') });
  const linkByEmail = (account: OAuthAccount) =>
    users.linkByEmail(
      { account, before: ada.profile, event: eventOf('after-account-link') },
      ada.credential,
    );

  /** Each write that depends on a read, with its result if something changed since. */
  const WRITES: Record<string, [refusal: string, write: () => Promise<unknown>]> = {
    'a change of a user': ['stale', () => change({ is_verified: false })],
    'a change of the password': ['stale', () => change({}, 'new hash')],
    'a change of the address': [
      'stale',
      () => change({ email: `new-${ada.profile.user.email}` }, 'hash'),
    ],
    'a deletion': ['stale', () => users.delete(ada.profile, DELETED)],
    'a reset of the password': [
      'stale',
      () =>
        users.resetPassword({
          userId: ada.profile.user.id,
          email: ada.profile.user.email,
          credentialVersion: 1,
          passwordHash: 'new hash',
          event: eventOf('after-reset-password'),
        }),
    ],
    'a login with a better hash': ['stale', () => login({ upgradedHash: 'better' })],
    'a login with a session': ['stale', () => login({ session: newSession(ada.profile.user.id) })],
    'a login with an event': ['stale', () => login({ event: eventOf('after-login') })],
    'a link of an account': ['stale', () => link(newAccount())],
    'a link of an account by its address': ['stale', () => linkByEmail(newAccount())],
    'the end of a session': [
      'refused',
      () => {
        const { backend, secretHash } = ada.session;
        return users.end({ ...claims(), keeping: { by: 'session', backend, secretHash } }, AT);
      },
    ],
    'the end of a token': [
      'refused',
      () => {
        const keeping = { by: 'revocation', expiresAt: SECONDS + 60 } as const;
        return users.end({ ...claims(), keeping }, AT);
      },
    ],
    'a rotation': [
      'refused',
      async () => {
        const rotation = { claims: refreshClaims(2), backend: 'web', id: ids.next(), at: AT };
        return (await users.rotate(rotation)).replaced ? 'replaced' : 'refused';
      },
    ],
    'the end by reuse': [
      'refused',
      () => users.endReused(refreshClaims(1), eventOf('after-refresh-reuse')),
    ],
  };

  const isAnother: Condition = ['credential', 'user_id', 'another user'];
  const ofCredential: Condition[] = [
    isAnother,
    ['credential', 'credential_version', 7],
    ['credential', 'token_version', 7],
    ['credential', 'is_active', false],
  ];
  const ofSession: Condition[] = [
    ['session', 'backend', 'mobile'],
    ['session', 'token_version', 7],
    ['session', 'expires_at', SECONDS],
    ['session', 'ended_at', AT.toISOString()],
  ];

  /** What each write depends on. */
  const CONDITIONS: Record<string, Condition[]> = {
    'a change of a user': [['profile', 'version', 7]],
    'a change of the password': [
      ['profile', 'version', 7],
      ['credential', 'credential_version', 7],
    ],
    'a change of the address': [isAnother, ['credential', 'credential_version', 7]],
    'a deletion': [['profile', 'version', 7], isAnother],
    'a reset of the password': [
      isAnother,
      ['credential', 'credential_version', 7],
      ['credential', 'is_active', false],
      ['profile', 'email', 'another@example.com'],
    ],
    'a login with a better hash': ofCredential,
    'a login with a session': ofCredential,
    'a login with an event': [
      ['profile', 'email', 'another@example.com'],
      ['profile', 'token_version', 7],
      ['profile', 'is_active', false],
    ],
    'a link of an account': [['profile', 'version', 7]],
    'a link of an account by its address': [
      ['profile', 'version', 7],
      ['profile', 'token_version', 7],
      ['credential', 'token_version', 7],
    ],
    'the end of a session': [
      ['profile', 'token_version', 7],
      ['profile', 'is_active', false],
      ...ofSession,
      ['session', 'secret_hash', 'hash of another'],
    ],
    'the end of a token': [
      ['profile', 'token_version', 7],
      ['profile', 'is_active', false],
    ],
    'a rotation': [['session', 'generation', 7], ...ofSession],
    'the end by reuse': [
      ['session', 'generation', 1],
      ['session', 'ended_at', AT.toISOString()],
    ],
  };

  test.each(Object.entries(WRITES))(
    '%s is made where all is as it was read',
    async (_, [refusal, write]) => {
      expect(await write()).not.toBe(refusal);
    },
  );

  test.each(
    Object.entries(CONDITIONS).flatMap(([name, all]) =>
      all.map((condition) => [name, ...condition] as const),
    ),
  )('%s is refused where the %s has another %s (%j)', async (name, item, attribute, value) => {
    const [refusal, write] = required(WRITES[name]);
    await alter(item, attribute, value);
    const before = await items();
    const outcome = await write();
    expect({ outcome, ...(await items()) }).toEqual({ outcome: refusal, ...before });
  });

  test('no user is made over another one of the same id', async () => {
    const before = await items();
    const { user } = newUser();
    const { id } = ada.profile.user;
    const outcome = await users.create({ ...newUser(), user: { ...user, id } });
    expect({ outcome, ...(await items()) }).toEqual({ outcome: 'email_taken', ...before });
    expect(await users.credential(user.email)).toBeUndefined();
  });

  test('no session begins over another one of the same id', async () => {
    const before = await items();
    const outcome = await login({ session: { ...ada.session, backend: 'mobile' } });
    expect({ outcome, ...(await items()) }).toEqual({ outcome: 'stale', ...before });
  });

  test('no account is linked that the user is still said to have', async () => {
    const { id } = ada.profile.user;
    const account = newAccount();
    const item = { pk: `ACCOUNT#${id}`, sk: `ACCOUNT#acme#${account.issuer}#${account.subject}` };
    await table.documents.send(new PutCommand({ TableName: table.name, Item: item }));
    expect(await link(account)).toBe('account_taken');
    expect(await users.find({ account })).toEqual({});
  });
});

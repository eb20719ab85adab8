import { DELETED } from '../../domain/domain.ts';
import { ACCOUNT } from '../oauth-account-store-contract.ts';
import { ADA } from '../stored-sessions.ts';
import { EMAIL, type Given, type Operation, OTHER_EMAIL } from './operation.ts';

const stale = async ({ store, change }: Given) =>
  store.update(await change({ custom: { nickname: 'before' } }));

const withPassword = async (given: Given) => ({
  ...(await given.change({})),
  tokenVersion: 2,
  credential: { before: await given.credential(), passwordHash: 'new hash' },
});

const withNewEmail = async (given: Given) => ({
  ...(await given.change({})),
  event: undefined,
  emailChange: {
    newEmail: OTHER_EMAIL,
    credentialVersion: 1,
    event: given.event('after-request-email-change'),
  },
});

/** A change that was decided before another one came. */
function late(change: (given: Given) => Promise<Parameters<Given['store']['update']>[0]>) {
  return async (given: Given) => {
    const decided = await change(given);
    await stale(given);
    return given.asked.update(decided);
  };
}

export const ACCOUNT_OPERATIONS: Readonly<Record<string, Operation>> = {
  create: { ask: ({ register }) => register(OTHER_EMAIL) },
  'create with a taken address': { ask: ({ register }) => register(EMAIL) },
  'create a superuser': { ask: ({ register }) => register(OTHER_EMAIL, { is_superuser: true }) },
  'create with an account': {
    ask: ({ asked, newUser }) =>
      asked.create({ ...newUser(OTHER_EMAIL), link: { account: ACCOUNT, linkVersion: 1 } }),
  },
  'create with a taken account': {
    before: async ({ store, link }) => store.link(await link()),
    ask: ({ asked, newUser }) =>
      asked.create({ ...newUser(OTHER_EMAIL), link: { account: ACCOUNT, linkVersion: 1 } }),
  },
  importUser: { ask: ({ asked, moved }) => asked.importUser(moved(OTHER_EMAIL)) },
  'importUser with an event': {
    ask: ({ asked, newUser }) =>
      asked.importUser({ ...newUser(OTHER_EMAIL), passwordHash: 'hash' }),
  },
  'importUser a superuser': {
    ask: ({ asked, moved }) => asked.importUser(moved(OTHER_EMAIL, { is_superuser: true })),
  },
  'importUser who is there': {
    ask: async ({ asked, ada }) => asked.importUser({ user: (await ada()).user }),
  },
  'importUser with a taken address': { ask: ({ asked, moved }) => asked.importUser(moved(EMAIL)) },
  'importUser with a taken id': {
    ask: async ({ asked, moved, ada }) =>
      asked.importUser(moved(OTHER_EMAIL, { id: (await ada()).user.id })),
  },
  'importUser who was deleted': {
    before: async ({ store, ada }) => store.delete(await ada(), DELETED),
    ask: async ({ asked, moved }) => asked.importUser(moved(EMAIL, { id: ADA })),
  },
  'update only the profile': {
    ask: async ({ asked, change }) => asked.update(await change({ custom: { nickname: 'new' } })),
  },
  'update what was changed before': {
    ask: late(({ change }) => change({ custom: { nickname: 'late' } })),
  },
  'update the password': {
    ask: async (given) => given.asked.update(await withPassword(given)),
  },
  'update a password that was changed before': { ask: late(withPassword) },
  'update and end accounts': {
    before: async ({ store, link }) => store.link(await link()),
    ask: async (given) =>
      given.asked.update({ ...(await withPassword(given)), endsAccounts: true }),
  },
  'update flags': {
    ask: async ({ asked, change }) =>
      asked.update(await change({ is_active: false, is_verified: false })),
  },
  'update the address': {
    ask: async (given) =>
      given.asked.update({
        ...(await given.change({ email: OTHER_EMAIL })),
        credential: { before: await given.credential(), passwordHash: 'hash' },
      }),
  },
  'update to a taken address': {
    before: ({ register }) => register(OTHER_EMAIL),
    ask: async (given) =>
      given.asked.update({
        ...(await given.change({ email: OTHER_EMAIL })),
        credential: { before: await given.credential(), passwordHash: 'hash' },
      }),
  },
  'update the last superuser': {
    before: async ({ store, change }) => store.update(await change({ is_superuser: true })),
    ask: async ({ asked, change }) => asked.update(await change({ is_superuser: false })),
  },
  'update to ask for an address': {
    ask: async (given) => given.asked.update(await withNewEmail(given)),
  },
  'update to ask for an address again': {
    before: async (given) => given.store.update(await withNewEmail(given)),
    ask: async (given) => given.asked.update(await withNewEmail(given)),
  },
  delete: { ask: async ({ asked, ada }) => asked.delete(await ada(), DELETED) },
  'delete what was changed before': {
    async ask(given) {
      const before = await given.ada();
      await stale(given);
      return given.asked.delete(before, DELETED);
    },
  },
  'delete the last superuser': {
    before: async ({ store, change }) => store.update(await change({ is_superuser: true })),
    ask: async ({ asked, ada }) => asked.delete(await ada(), DELETED),
  },
  lookup: { ask: ({ asked }) => asked.lookup([ADA, 'nobody'], { email: EMAIL }) },
  credential: { ask: ({ asked }) => asked.credential(EMAIL) },
  loginCredential: { ask: ({ asked }) => asked.loginCredential(EMAIL) },
  list: { ask: ({ asked }) => asked.list({ limit: 3 }) },
  isSuperuser: { ask: ({ asked }) => asked.isSuperuser(ADA) },
  usersWithHashes: { ask: ({ asked }) => asked.usersWithHashes([ADA, 'nobody']) },
  actorOf: {
    before: async ({ store, ada }) => store.delete(await ada(), DELETED),
    ask: ({ asked }) => asked.actorOf(ADA),
  },
};

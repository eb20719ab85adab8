import { DELETED } from '../../domain/domain.ts';
import { ACCOUNT } from '../oauth-account-store-contract.ts';
import { ADA, SECONDS } from '../stored-sessions.ts';
import { GUESSES } from './guess-operations.ts';
import { EMAIL, type Given, type Operation, OTHER_ACCOUNT, OTHER_EMAIL } from './operation.ts';

const reset = ({ asked, event }: Given) =>
  asked.resetPassword({
    ...{ userId: ADA, email: EMAIL, credentialVersion: 1, passwordHash: 'new hash' },
    event: event('after-reset-password'),
  });

const record = ({ asked, event }: Given) =>
  asked.record({ kind: 'forgot-password', email: EMAIL, event: event('after-forgot-password') });

const linked = async ({ asked, link }: Given) => asked.link(await link());

const unlink = async (given: Given) => {
  const [account, ...staying] = await given.store.accountsOf(ADA);
  const event = given.event('after-account-unlink');
  const before = await given.ada();
  return account ? { account, before, staying, event } : Promise.reject(new Error('no account'));
};

const attempt = { client: 'acme', state: 'state', expiresAt: SECONDS + 600 };

export const MAIL_OPERATIONS: Readonly<Record<string, Operation>> = {
  resetPassword: { ask: reset },
  'resetPassword once more': { before: reset, ask: reset },
  'resetPassword while an address waits': {
    async before(given) {
      const event = given.event('after-request-email-change');
      const emailChange = { newEmail: OTHER_EMAIL, credentialVersion: 1, event };
      return given.store.update({ ...(await given.change({})), event: undefined, emailChange });
    },
    ask: reset,
  },
  currentHash: { ask: ({ asked }) => asked.currentHash({ userId: ADA, email: EMAIL }, GUESSES) },
  'currentHash at another address': {
    ask: ({ asked }) => asked.currentHash({ userId: ADA, email: OTHER_EMAIL }, GUESSES),
  },
  record: { ask: record },
  'record too soon': { before: record, ask: record },
};

export const PROVIDER_OPERATIONS: Readonly<Record<string, Operation>> = {
  use: { ask: ({ asked }) => asked.use(attempt) },
  'use again': {
    before: ({ store }) => store.use(attempt),
    ask: ({ asked }) => asked.use(attempt),
  },
  find: {
    before: linked,
    ask: ({ asked }) => asked.find({ account: ACCOUNT, email: EMAIL }),
  },
  link: { ask: linked },
  'link a taken account': { before: linked, ask: linked },
  'link to a user who changed before': {
    async ask({ store, asked, link, change }) {
      const late = await link();
      await store.update(await change({ custom: { nickname: 'before' } }));
      return asked.link(late);
    },
  },
  linkByEmail: {
    before: async ({ store, link }) => store.link(await link(OTHER_ACCOUNT)),
    ask: async (given) => given.asked.linkByEmail(await given.link(), await given.credential()),
  },
  'linkByEmail to a user who signed out everywhere': {
    async ask(given) {
      const credential = await given.credential();
      await given.store.update({ ...(await given.change({})), tokenVersion: 2 });
      return given.asked.linkByEmail(await given.link(), credential);
    },
  },
  accountsOf: { before: linked, ask: ({ asked }) => asked.accountsOf(ADA) },
  unlink: { before: linked, ask: async (given) => given.asked.unlink(await unlink(given)) },
  'unlink once more': {
    before: linked,
    async ask(given) {
      const removal = await unlink(given);
      await given.store.unlink(removal);
      return given.asked.unlink(removal);
    },
  },
};

/** Of several calls, each of which can be repeated, but not all of which fail together. */
export const SWEEPS: Readonly<Record<string, Operation>> = {
  sweep: {
    async before(given) {
      await linked(given);
      await record(given);
      await given.store.delete(await given.ada(), DELETED);
    },
    ask: ({ asked }) => asked.sweep({ id: ADA, email: EMAIL }, DELETED.at),
  },
  sweepAccounts: {
    async before(given) {
      await linked(given);
      await given.store.linkByEmail(await given.link(OTHER_ACCOUNT), await given.credential());
    },
    ask: ({ asked }) => asked.sweepAccounts(ADA, 2),
  },
};
